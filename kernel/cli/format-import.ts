import type { Rejection } from "../imports/rejection.ts";
import { formatRejection } from "../imports/rejection.ts";
import type { ImportReport } from "../imports/run.ts";
import type { Import } from "../kinds/import/import-spec.ts";

const MOST_LISTED = 20;

/** Tells people what an import did: the counts, and each record that was kept out with its reason. */
export function formatImportReport({ label }: Import, report: ImportReport): string {
  const { created, updated, unchanged, rejected, pluginFailures, rejections } = report;
  const counts = [
    `${created.toLocaleString("en")} records imported`,
    ...(updated > 0 ? [`${updated.toLocaleString("en")} updated`] : []),
    ...(unchanged > 0 ? [`${unchanged.toLocaleString("en")} unchanged`] : []),
    ...(rejected > 0 ? [`${rejected.toLocaleString("en")} rejected`] : []),
  ];
  const listed = rejections.slice(0, MOST_LISTED).map((rejection: Rejection) => `  ✗ ${formatRejection(rejection)}`);
  const more = rejected - listed.length;
  const lines = [
    `${label}: ${counts.join(", ")}.`,
    ...listed,
    ...(more > 0 ? [`  and ${more.toLocaleString("en")} more`] : []),
    ...(pluginFailures > 0 ? [failuresText(pluginFailures)] : []),
  ];
  return `${lines.join("\n")}\n`;
}

function failuresText(failures: number): string {
  const calls = failures === 1 ? "One call of a plugin" : `${failures.toLocaleString("en")} calls of plugins`;
  return `  ! ${calls} failed while records were saved, and what they add is missing. The log says why.`;
}
