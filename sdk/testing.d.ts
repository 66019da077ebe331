export type {
  MockAccount,
  MockAccountEvent,
  MockGiven,
  MockKernel,
  MockLine,
  MockStep,
} from "./testing/mock-kernel.ts";
export { openMockKernel, textOf } from "./testing/mock-kernel.ts";
