import type { Recipe } from "./recipe.ts";

export const TAP: Recipe = {
  heading: "A tap",
  names: { "ROOM/FILE": "boot/run-cron" },
  files: {},
  insertions: [
    {
      file: "kernel/model/taps.ts",
      after: '  tap_cron: contract("tap_cron", "each", [], "none"),\n',
      text: '  tap_cron_end: contract("tap_cron_end", "each", [["report", "json"]], "none"),\n',
    },
    {
      file: "kernel/boot/run-cron.ts",
      after: "    report.failed -= 1;\n  });\n",
      text: '  await state.taps.each(state, "tap_cron_end", [report]);\n',
    },
    {
      file: "sdk/wit/kernel.wit",
      after: "world tap-cron { export tap-cron: func(); }\n",
      text: "world tap-cron-end { use types.{json}; export tap-cron-end: func(report: json); }\n",
    },
    {
      file: "sdk/author-functions.ts",
      after: '  cron: { parameters: [], returns: ["void"] },\n',
      text: '  cron_end: { parameters: [["report", "Json"]], returns: ["void"] },\n',
    },
    {
      file: "sdk/testing/mock-kernel.ts",
      after: "  cron(): Promise<void>;\n",
      text: "  /** `tap_cron_end`. */\n  cronEnd(report: JsonObject): Promise<void>;\n",
    },
    {
      file: "sdk/testing/mock-kernel.ts",
      after: '    cron: () => request((state) => taps.each(state, "tap_cron", [])),\n',
      text: '    cronEnd: (report: JsonObject) => request((state) => taps.each(state, "tap_cron_end", [report])),\n',
    },
  ],
  guard: {
    withoutFile: "sdk/author-functions.ts",
    complaint: /sdk\/author-functions\.ts.*Property 'cron_end' is missing/,
  },
};
