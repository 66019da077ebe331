import { expect, test } from "@jest/globals";
import { printable, printableLines } from "../../kernel/base/printable.ts";

test("what a terminal obeys is written out", () => {
  expect(printable("a\u001b[2K\u009b1A\rb\nc\u202e")).toBe("a\\u001b[2K\\u009b1A\\u000db\\u000ac\\u202e");
  expect(printableLines("a\tb\r\nc\u0007")).toBe("a\tb\\u000d\nc\\u0007");
  expect(printable("Ä ö 漢字 🎬 é")).toBe("Ä ö 漢字 🎬 é");
});
