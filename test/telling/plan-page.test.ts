import { expect, test } from "@jest/globals";
import type { Plan, PlanChange, PlanLine } from "../../kernel/model/plan.ts";
import { summaryOf } from "../../kernel/model/plan.ts";
import type { ChangeView } from "../../kernel/pages/admin/config-values.ts";
import { planPage } from "../../kernel/telling/plan-page.ts";
import { tellPlan } from "../../kernel/telling/tell-plan.ts";

const NOW = Date.UTC(2026, 0, 3);
const at = (line: number, file = "packs/films/types/film.yaml") => ({ file, line, column: 1 });
const change = (more: Partial<PlanChange>): PlanChange => ({
  address: "type.film",
  kind: "type",
  name: "film",
  action: "update",
  previousAddress: null,
  pack: "films",
  source: at(1),
  lines: [],
  impact: null,
  blocked: false,
  reason: null,
  hint: null,
  details: [],
  ...more,
});
const line = (more: Partial<PlanLine>): PlanLine => ({
  path: "label",
  op: "change",
  before: "Film",
  after: "Movie",
  source: at(2),
  impact: null,
  ...more,
});
function viewed(changes: readonly PlanChange[], more: Partial<Plan> = {}) {
  const plan = { generation: 3, stateHash: "", packsHash: "", changes, drift: [], warnings: [], ...more };
  return planPage(tellPlan({ ...plan, summary: summaryOf(changes) }, NOW));
}
const textOf = ({ sign, look, address, place, leaves }: ChangeView) => [
  `${sign} ${look} ${address} ${place}`,
  ...leaves.map(({ text, strong, note }) => [text, strong, note].join(" | ")),
];

test.each<[string, Partial<PlanChange>, readonly string[]]>([
  [
    "a new object is its address",
    { action: "create", lines: [line({ op: "add" })] },
    ["+ add type.film packs/films/types/film.yaml"],
  ],
  [
    "a change shows before and after; in the same file the line is enough",
    { lines: [line({}), line({ path: "alias", source: at(9, "packs/more/types/film.yaml") })] },
    [
      "~ edit type.film packs/films/types/film.yaml:1",
      '~ label | "Film" → "Movie" | (line 2)',
      '~ alias | "Film" → "Movie" | packs/more/types/film.yaml:9',
    ],
  ],
  [
    "a rename says from where, and what moves",
    {
      action: "rename",
      address: "type.film.fields.field_score",
      previousAddress: "type.film.fields.field_rating",
      impact: "3,201 items",
    },
    ["→ move type.film.fields.field_score packs/films/types/film.yaml:1", "renamed from | field_rating | 3,201 items"],
  ],
  [
    "what goes was in its file",
    { action: "forget", impact: "12 items stay" },
    ["- drop type.film was packs/films/types/film.yaml", "forgotten: |  | 12 items stay"],
  ],
  [
    "what is adopted changes nothing",
    { action: "adopt" },
    ["~ edit type.film packs/films/types/film.yaml:1", " |  | already so on the site; the packs manage it from now on"],
  ],
  [
    "what is blocked says why, what stands in the way, and what to do",
    {
      blocked: true,
      reason: "12 items have no value",
      details: ["Alien"],
      hint: "Give it a default.",
      lines: [line({ impact: "12 items" })],
    },
    [
      "! block type.film packs/films/types/film.yaml:1",
      "blocked: | 12 items have no value | ",
      '~ label | "Film" → "Movie" | 12 items',
      " |  | Alien",
      " |  | Give it a default.",
    ],
  ],
])("%s", (_what, more, expected) => {
  expect(textOf(viewed([change(more)]).changes[0]!)).toEqual(expected);
});

test("drift says who changed what when, and that something was deleted", () => {
  const drift = { address: "role.critic", kind: "role", name: "critic", source: at(1), isGone: false } as const;
  const changed = { by: "ada", at: NOW - 2 * 86_400_000 };
  const views = viewed([], {
    drift: [
      { ...drift, lines: [line({})], changed },
      { ...drift, isGone: true, lines: [], changed: null },
    ],
  }).drift;
  expect(views.map(textOf)).toEqual([
    [
      "~ edit role.critic packs/films/types/film.yaml:1",
      '~ label | "Film" → "Movie" | (line 2)',
      " |  | by ada, 2 days ago",
    ],
    ["- drop role.critic packs/films/types/film.yaml:1", " | deleted on the site | "],
  ]);
});

test("only what there is is counted", () => {
  const { counts, warnings } = viewed([change({}), change({ action: "create" }), change({ blocked: true })], {
    warnings: [{ address: "type.film", source: at(4), message: "A template still names it." }],
  });
  expect(counts.map(({ count, of, look }) => `${count} ${of} ${look}`)).toEqual([
    "1 to add good",
    "1 to change warn",
    "1 blocked bad",
  ]);
  expect(warnings).toEqual([{ text: "A template still names it.", place: "packs/films/types/film.yaml:4" }]);
});
