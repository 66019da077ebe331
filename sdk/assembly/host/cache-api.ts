// @ts-ignore: decorator
@external("trovato:kernel/cache-api@1.0.0", "get")
export declare function get(bin: usize, binLength: i32, key: usize, keyLength: i32, result: usize): void;

// @ts-ignore: decorator
@external("trovato:kernel/cache-api@1.0.0", "set")
export declare function set(
  bin: usize,
  binLength: i32,
  key: usize,
  keyLength: i32,
  value: usize,
  valueLength: i32,
  tags: usize,
  tagsLength: i32,
): void;

// @ts-ignore: decorator
@external("trovato:kernel/cache-api@1.0.0", "invalidate-tag")
export declare function invalidateTag(tag: usize, tagLength: i32): void;
