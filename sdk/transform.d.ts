import { Transform } from "assemblyscript/transform";

/** Turns functions marked with `@tap` into exports; `asc` makes an instance of it. */
export default class TapTransform extends Transform {}
