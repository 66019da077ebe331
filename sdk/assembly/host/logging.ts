// @ts-ignore: decorator
@external("trovato:kernel/logging@1.0.0", "log")
export declare function log(level: i32, message: usize, messageLength: i32): void;
