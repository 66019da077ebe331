import { expect, test } from "@jest/globals";
import { sourceFiles } from "../support/source.ts";
import { circlesIn } from "./circles.ts";

const file = (path: string, ...imports: readonly string[]) => ({
  path,
  text: imports.map((name) => `import { x } from "./${name}";`).join("\n"),
});

test("no module of the kernel reaches itself", () => {
  expect(circlesIn(sourceFiles("kernel"))).toEqual([]);
});

test("a circle is found however long it is, and named once", () => {
  const files = [file("a.ts", "b.ts"), file("b.ts", "c.ts"), file("c.ts", "a.ts", "d.ts"), file("d.ts")];
  expect(circlesIn(files)).toEqual([["a.ts", "b.ts", "c.ts"]]);
});
