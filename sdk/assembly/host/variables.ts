// @ts-ignore: decorator
@external("trovato:kernel/variables@1.0.0", "get")
export declare function get(name: usize, nameLength: i32, fallback: usize, fallbackLength: i32, result: usize): void;

// @ts-ignore: decorator
@external("trovato:kernel/variables@1.0.0", "set")
export declare function set(name: usize, nameLength: i32, value: usize, valueLength: i32, result: usize): void;
