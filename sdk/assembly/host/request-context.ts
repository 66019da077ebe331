// @ts-ignore: decorator
@external("trovato:kernel/request-context@1.0.0", "get")
export declare function get(key: usize, keyLength: i32, result: usize): void;

// @ts-ignore: decorator
@external("trovato:kernel/request-context@1.0.0", "set")
export declare function set(key: usize, keyLength: i32, value: usize, valueLength: i32): void;
