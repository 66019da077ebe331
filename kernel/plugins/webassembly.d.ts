/** The part of the engine's interface that this room uses; TypeScript has it only together with the browser's. */
declare namespace WebAssembly {
  type ExportValue = ((...parameters: never[]) => unknown) | Memory | Global | Table;
  type ModuleImports = Record<string, unknown>;
  type Imports = Record<string, ModuleImports>;
  type ImportDescriptor = { readonly module: string; readonly name: string; readonly kind: string };

  class Module {
    constructor(bytes: Uint8Array<ArrayBuffer>);
    static imports(module: Module): ImportDescriptor[];
  }
  class Instance {
    constructor(module: Module, imports: Imports);
    readonly exports: Readonly<Record<string, ExportValue>>;
  }
  class Memory {
    readonly buffer: ArrayBuffer;
  }
  class Global {
    value: number;
  }
  class Table {
    set(index: number, value: unknown): void;
  }
  /** An import that suspends the guest until the promise that it returns is settled. */
  class Suspending {
    constructor(call: (...parameters: never[]) => unknown);
  }
  /** An exported function whose guest may be suspended: it returns a promise. */
  function promising(call: (...parameters: never[]) => unknown): (...parameters: unknown[]) => Promise<unknown>;
}
