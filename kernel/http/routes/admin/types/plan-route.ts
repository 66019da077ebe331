import { pathTo } from "../../../../addresses/path-to.ts";
import { Fault } from "../../../../base/fault.ts";
import type { FormHandler } from "../../../../forms/handle-form.ts";
import { perRequest } from "../../../../model/per-snapshot.ts";
import type { RequestState } from "../../../../model/request-state.ts";
import type { TypePlan } from "../../../../pages/admin/types/type-plan-page.ts";
import { typePlanPage } from "../../../../pages/admin/types/type-plan-page.ts";
import { planPage } from "../../../../telling/plan-page.ts";
import { tellPlan } from "../../../../telling/tell-plan.ts";
import { say } from "../../../../words/say.ts";
import type { FileDraft, RouteServices } from "../../../http-services.ts";
import { formPage } from "../../pages.ts";
import type { KernelRoutes, SessionExchange } from "../../route.ts";
import { requireUnlocked } from "../role-ownership.ts";
import type { TypeChange } from "./change-in-address.ts";
import { changeIn, planAddress } from "./change-in-address.ts";

/** A change of a content type: what it would write and do, and doing it. */
export function typePlanRoute(services: RouteServices): KernelRoutes<"type-plan"> {
  return {
    "type-plan": formPage(services, {
      build: writing,
      page: async (exchange, form, status) => {
        const change = changeIn(exchange.query);
        const draft = await draftFor(exchange, change);
        return typePlanPage(exchange.state, planOf(exchange.state, change, draft), form, status);
      },
    }),
  };
}

const draftsOf = perRequest(() => new Map<string, Promise<FileDraft>>());

/** The draft of a change. Making it takes a moment, so a request does it once. */
function draftFor({ services, state }: SessionExchange, change: TypeChange): Promise<FileDraft> {
  const make = () => services.configuration.draft({ kind: "type", ...change });
  return draftsOf(state).getOrInsertComputed(planAddress(change), make);
}

async function writing(exchange: SessionExchange): Promise<FormHandler> {
  const { services, state, query } = exchange;
  const { configuration } = services;
  await requireUnlocked(configuration);
  const change = changeIn(query);
  // What is sent says which version was looked at.
  const version = "body" in exchange ? "" : (await draftFor(exchange, change)).version;
  return {
    form: {
      id: "type-plan",
      action: planAddress(change),
      elements: {
        version: { "#type": "hidden", "#value": version },
        submit: { "#type": "submit", "#value": say(state.site, "types.plan_write"), "#button": "primary" },
      },
    },
    submit: async (values) => {
      const agreed = { version: values["version"] as string, by: state.user.name };
      try {
        const file = await configuration.carryOut({ kind: "type", ...change }, agreed);
        return {
          redirect: pathTo("type-edit", { type: change.name }),
          message: say(state.site, "types.written", { file }),
        };
      } catch (error) {
        if (!(error instanceof Fault) || error.code !== "reconcile.stale") throw error;
        return { redirect: planAddress(change), message: say(state.site, "types.plan_stale") };
      }
    },
  };
}

function planOf({ site, clock }: RequestState, change: TypeChange, draft: FileDraft): TypePlan {
  const { label } = change.spec;
  const held = draft.held === null ? [] : [say(site, "types.plan_held", { reason: draft.held.message })];
  return {
    label: typeof label === "string" ? label : change.name,
    path: planAddress(change),
    file: draft.file,
    plan: draft.plan === null ? null : planPage(tellPlan(draft.plan, clock.now())),
    objections: [...draft.problems, ...held],
  };
}
