import { stripTypeScriptTypes } from "node:module";

/** A Jest transform: erases TypeScript types in place, so that line numbers in failures stay true. */
export default {
  process: (source) => ({ code: stripTypeScriptTypes(source, { mode: "strip" }) }),
};
