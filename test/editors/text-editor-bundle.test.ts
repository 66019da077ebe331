import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { expect, test } from "@jest/globals";
import { bundleEditor } from "../../themes/admin/editor/build.ts";
import { root } from "../support/source.ts";

const MOST_BYTES = 150_000;
const committed = readFileSync(join(root, "themes/admin/assets/editor/editor.js"), "utf8");

test("the bundle is what the sources give (npm run editor)", async () => {
  expect((await bundleEditor()) === committed).toBe(true);
});

test("it is small", () => {
  expect(gzipSync(committed, { level: 9 }).length).toBeLessThan(MOST_BYTES);
});
