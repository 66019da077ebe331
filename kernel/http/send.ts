import type { Answer, AnswerForm } from "../cache/answer.ts";
import { chooseEncoding } from "../cache/compress.ts";
import { serverTiming } from "../observe/server-timing.ts";
import type { AppContext } from "./app-context.ts";

/** Sends what is at hand, without waiting: for answers that are kept. */
export function sendReady(ctx: AppContext, answer: Answer): void {
  if (hasIt(ctx, answer)) sendUnchanged(ctx, answer);
  else sendForm(ctx, answer, answer.ready(chooseEncoding(ctx.req.headers["accept-encoding"])));
}

/** Sends an answer in the best form that the client takes. What was done with the session is stored before. */
export async function send(ctx: AppContext, answer: Answer): Promise<void> {
  await ctx.state.session?.commit();
  if (ctx.state.request?.user.isAdmin) ctx.set("Server-Timing", serverTiming(ctx.state.profile));
  if (hasIt(ctx, answer)) sendUnchanged(ctx, answer);
  else sendForm(ctx, answer, await answer.form(chooseEncoding(ctx.req.headers["accept-encoding"])));
}

/** Returns true when the client has these bytes already (RFC 9110, weak comparison). */
function hasIt(ctx: AppContext, answer: Answer): boolean {
  const known = ctx.req.headers["if-none-match"];
  if (known === undefined || answer.etag === null) return false;
  const tag = opaque(answer.etag);
  return known === "*" || known.split(",").some((entry) => opaque(entry.trim()) === tag);
}

function opaque(tag: string): string {
  return tag.startsWith("W/") ? tag.slice(2) : tag;
}

/** The answer is written whole to Node's response: its headers are a finished list, and Koa has nothing to add. */
function sendForm(ctx: AppContext, answer: Answer, form: AnswerForm): void {
  ctx.respond = false;
  ctx.res.writeHead(answer.status, form.headers);
  ctx.res.end(form.body);
}

function sendUnchanged(ctx: AppContext, answer: Answer): void {
  ctx.respond = false;
  ctx.res.writeHead(304, answer.unchanged);
  ctx.res.end();
}
