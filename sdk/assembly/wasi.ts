// @ts-ignore: decorator
@external("wasi_snapshot_preview1", "random_get")
declare function randomGet(at: usize, size: usize): i32;

// @ts-ignore: decorator
@external("wasi_snapshot_preview1", "clock_time_get")
declare function clockTimeGet(clock: i32, precision: i64, at: usize): i32;

const AT: usize = memory.data(8, 8);
const REALTIME = 0;
const NANOSECONDS = 1_000_000;

/** Seed that `Math.random` starts from. */
export function seed(): f64 {
  randomGet(AT, 8);
  return reinterpret<f64>(load<u64>(AT));
}

/** Answer of `Date.now`: milliseconds since 1970. */
export function now(): f64 {
  clockTimeGet(REALTIME, NANOSECONDS, AT);
  return <f64>(load<u64>(AT) / NANOSECONDS);
}
