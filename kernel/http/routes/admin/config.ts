import { Fault } from "../../../base/fault.ts";
import { configPage, generationPage } from "../../../pages/admin/config-page.ts";
import { readAppliedPlan, readApply, readHistory } from "../../../reconcile/history/read-history.ts";
import { planPage } from "../../../telling/plan-page.ts";
import { applyPage, reportPage } from "../../../telling/report-page.ts";
import { tellPlan } from "../../../telling/tell-plan.ts";
import type { RouteServices } from "../../http-services.ts";
import { privatePage } from "../pages.ts";
import type { KernelRoutes } from "../route.ts";

const APPLIES_SHOWN = 20;

/** The configuration of the site, and the applies that made it. */
export function configRoutes(services: RouteServices): KernelRoutes<"config" | "generation"> {
  const { configuration } = services;
  return {
    config: {
      GET: privatePage(services, {
        page: async ({ state, query }) => {
          const [report, history] = await Promise.all([configuration.report(), readHistory(state.db, APPLIES_SHOWN)]);
          return configPage(state, reportPage(report, history, state.clock.now()), query);
        },
      }),
    },
    generation: {
      GET: privatePage(services, {
        page: async ({ state, params }) => {
          const generation = generationIn(params["generation"]!);
          const [apply, plan] = await Promise.all([
            readApply(state.db, generation),
            readAppliedPlan(state.db, generation),
          ]);
          return generationPage(state, applyPage(apply), planPage(tellPlan(plan, state.clock.now())));
        },
      }),
    },
  };
}

/** @throws Fault `http.not_found` */
function generationIn(text: string): number {
  if (/^[1-9]\d{0,14}$/.test(text)) return Number(text);
  throw new Fault("http.not_found", `${text} is not the number of a generation.`);
}
