import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";

const BUNDLE = join(import.meta.dirname, "../assets/editor/editor.js");

/** The editors in one file, as `themes/admin/assets/editor/editor.js` holds it. */
export async function bundleEditor(): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [join(import.meta.dirname, "main.js")],
    bundle: true,
    write: false,
    minify: true,
    format: "esm",
    target: "es2023",
    charset: "utf8",
    loader: { ".css": "text" },
    legalComments: "none",
    banner: {
      js: "// Made from themes/admin/editor/ by `npm run editor`. Holds the ProseMirror packages, under the MIT licence.",
    },
    absWorkingDir: join(import.meta.dirname, "../../.."),
  });
  return outputFiles[0]!.text;
}

if (import.meta.main) writeFileSync(BUNDLE, await bundleEditor());
