/** The part of the engine's interface that this room uses; TypeScript has it only together with the browser's. */
declare namespace WebAssembly {
  type ExportValue = ((...parameters: never[]) => unknown) | Memory | Global;
  type ModuleImports = Record<string, (...parameters: never[]) => unknown>;
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
}
