import { demand } from "../../accounts/permissions.ts";
import { Fault } from "../../base/fault.ts";
import { findTargets } from "../../forms/find-targets.ts";
import type { FormHandler } from "../../forms/handle-form.ts";
import { handleForm } from "../../forms/handle-form.ts";
import type { Operation } from "../../forms/operations.ts";
import { elementAt, operationIn } from "../../forms/operations.ts";
import { renderFormPart } from "../../forms/render-form.ts";
import type { AddressMatch } from "../../model/address.ts";
import { HTML } from "../../pages/page.ts";
import { jsonAnswer } from "../answers.ts";
import type { AppContext } from "../app-context.ts";
import { sendPrivate } from "../private-answers.ts";
import { send } from "../send.ts";
import { readTarget } from "../target.ts";
import type { PostExchange, PostRoute, RoutesAt } from "./route.ts";

/** Where a script says which form it asks about, and what was typed into a reference so far. */
const FORM = "form_at";
const QUERY = "form_query";
const LONGEST_QUERY = 255;

/** Finds the routes of an address, whoever declared it. */
export type RoutesOf = (match: AddressMatch, ctx: AppContext) => RoutesAt | undefined;

/**
 * Answers for a part of whatever form `form_at` names, in place of the page: the same handlers do it, under the same
 * access, as when the button is pressed where there are no scripts.
 */
export function formPart(routesOf: RoutesOf, mostBytes: number): PostRoute {
  return {
    mostBytes,
    async handle(exchange) {
      const { ctx, state, body } = exchange;
      const target = readTarget(body.get(FORM) ?? "");
      const match = target === null ? undefined : state.site.addresses.find(target.path);
      const route = match === undefined ? undefined : routesOf(match, ctx)?.POST;
      if (target === null || match === undefined || route?.part === undefined) {
        throw new Fault("http.not_found", "There is no such form.");
      }
      demand(state, match.address.permission ?? undefined);
      const there = { ...exchange, params: match.values, query: new URLSearchParams(target.query) };
      await route.access?.(there);
      await route.part(there);
    },
  };
}

/**
 * Sends what a button inside of a form is about: the element after the change as HTML, or what could be referred to as
 * JSON.
 */
export async function sendPart(exchange: PostExchange, handler: FormHandler): Promise<void> {
  const { ctx, state, body } = exchange;
  const operation = operationIn(body);
  if (operation === null) throw new Fault("http.bad_body", "Nothing inside of the form was asked for.");
  if (operation.what === "suggest") {
    return send(ctx, jsonAnswer(200, { found: await suggestions(exchange, handler, operation) }, state.site));
  }
  const result = await handleForm(state.site, handler, body);
  if ("redirect" in result) throw new Fault("http.bad_body", "Nothing inside of the form was asked for.");
  const part = renderFormPart(state.site, handler.form, operation.name, result);
  if (part === null) throw new Fault("http.not_found", "There is no such element in the form.");
  await sendPrivate(ctx, { status: 200, mediaType: HTML, body: part.toHTML() });
}

async function suggestions({ state, body }: PostExchange, { form }: FormHandler, { name }: Operation) {
  const target = elementAt(form.elements, name)?.["#target"];
  const text = (body.get(QUERY) ?? "").trim();
  if (target === undefined || text.length > LONGEST_QUERY) return [];
  return findTargets(state, target, { text, isWhole: false });
}
