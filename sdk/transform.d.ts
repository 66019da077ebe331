import type { Transform } from "assemblyscript/transform";

/** Turns functions marked with `@tap` into exports. */
declare const TapTransform: new () => Transform;
export default TapTransform;
