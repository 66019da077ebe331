import type { AddressInfo } from "node:net";
import Handlebars from "handlebars";
import Koa from "koa";
import pg from "pg";
import { CARD, FILM, LISTING } from "./handwritten-templates.ts";
import { receiveInput, sendPort } from "./server-process.ts";
import type { Shell } from "./shell.ts";

/**
 * The floor of a page that is made anew: what a good engineer would write for these two pages alone, with Koa, pg and
 * Handlebars. It asks Postgres the same and sends as much HTML: the shell around the content is that of the real pages.
 */
const { databaseUrl, shells } = await receiveInput<{ databaseUrl: string; shells: { item: Shell; listing: Shell } }>();
const pool = new pg.Pool({ connectionString: databaseUrl, max: 10 });
const film = Handlebars.compile(FILM);
const listing = Handlebars.compile(LISTING);
Handlebars.registerPartial("card", CARD);

const tags = new Map<string, string>(
  (await pool.query("select id, label from category_tag")).rows.map((row) => [row.id, row.label]),
);
const { rows } = await pool.query("select count(*)::int as total from item where type = 'film' and status = 1");
const total = rows[0].total.toLocaleString("en");

type Row = {
  id: string;
  title: string;
  fields: { [name: string]: { value: string | number } & { target_id: string }[] };
};
const value = (row: Row, name: string) => row.fields[name]?.value;
const money = (amount: unknown) => (amount === undefined ? undefined : `$${Number(amount).toLocaleString("en")}`);

function view(row: Row) {
  const genre = row.fields["field_genre"]?.[0]?.target_id;
  const rating = value(row, "field_rating");
  const released = value(row, "field_released");
  const stars = Math.round(Number(rating) / 2);
  const budget = Number(value(row, "field_budget"));
  return {
    id: row.id,
    title: row.title,
    year: released === undefined ? "" : String(released).slice(0, 4),
    released,
    genre: genre && { id: genre, label: tags.get(genre) },
    rating: rating === undefined ? undefined : Number(rating).toFixed(1),
    votes: value(row, "field_votes")?.toLocaleString("en"),
    director: value(row, "field_director"),
    mpaa: value(row, "field_mpaa"),
    runtime: value(row, "field_runtime"),
    budget: money(value(row, "field_budget")),
    gross: money(value(row, "field_gross")),
    source: value(row, "field_source"),
    stars: "★".repeat(stars) + "☆".repeat(5 - stars),
    times: budget > 0 ? (Number(value(row, "field_gross")) / budget).toFixed(1) : undefined,
  };
}

// Prepared, and written so that the index on the date of release serves.
const ITEM = "select id, title, fields from item where id = $1 and status = 1 and stage_id = 'live'";
const LIST = `select id, title, fields from item where type = 'film' and status = 1 and stage_id = 'live'
  order by ((fields->'field_released'->>'value') collate "C") desc nulls last, id desc limit 24`;

const app = new Koa();
app.use(async (context) => {
  context.type = "text/html; charset=utf-8";
  const id = context.path.match(/^\/item\/([0-9a-f-]{36})$/)?.[1];
  if (id !== undefined) {
    const result = await pool.query({ name: "item", text: ITEM, values: [id] });
    context.body = shells.item.before + film(view(result.rows[0])) + shells.item.after;
    return;
  }
  const result = await pool.query({ name: "list", text: LIST });
  const films = result.rows.map(view);
  context.body = shells.listing.before + listing({ films, total }) + shells.listing.after;
});
const server = app.listen(0, "127.0.0.1", () => sendPort((server.address() as AddressInfo).port));
