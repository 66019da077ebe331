import { expect, jest } from "@jest/globals";

/** Tests of real processes and a real browser depend on how busy the machine is: they get a second try, and the first failure is shown. */
const REAL_PROCESSES = /\/test\/(browser|dev|distribution|editors|flows|operations|http)\//;

if (REAL_PROCESSES.test(expect.getState().testPath ?? "")) jest.retryTimes(1, { logErrorsBeforeRetry: true });
