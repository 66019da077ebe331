import { Json } from "./json";

/** A string that an export is called with. The kernel wrote it where `cabi_realloc` said, so it is one already. */
export function liftParameter(address: usize, length: i32): string {
  return length == 0 ? "" : changetype<string>(address);
}

/** JSON that an export is called with. */
export function liftJsonParameter(address: usize, length: i32): Json {
  const value = Json.parse(liftParameter(address, length));
  if (value === null) throw new Error("The kernel passed something that is no JSON that can be read.");
  return value;
}
