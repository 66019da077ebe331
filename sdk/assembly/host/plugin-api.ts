// @ts-ignore: decorator
@external("trovato:kernel/plugin-api@1.0.0", "plugin-exists")
export declare function pluginExists(name: usize, nameLength: i32): i32;

// @ts-ignore: decorator
@external("trovato:kernel/plugin-api@1.0.0", "invoke")
export declare function invoke(
  plugin: usize,
  pluginLength: i32,
  callback: usize,
  callbackLength: i32,
  payload: usize,
  payloadLength: i32,
  result: usize,
): void;
