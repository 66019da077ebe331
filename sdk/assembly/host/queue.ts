// @ts-ignore: decorator
@external("trovato:kernel/queue@1.0.0", "push")
export declare function push(queue: usize, queueLength: i32, payload: usize, payloadLength: i32, result: usize): void;
