import type { AddressMatch } from "../../model/address.ts";
import type { AppContext } from "../app-context.ts";
import type { PageServices } from "../http-services.ts";
import { servePage } from "../serve-page.ts";

/** Serves the display of a gather that has the address. */
export async function serveDisplay(services: PageServices, ctx: AppContext, match: AddressMatch): Promise<void> {
  const { name, part } = match.address.owner;
  await servePage(services, ctx, (state) =>
    services.pages.gather(state, { gather: name, display: part!, ...given(ctx, match) }),
  );
}

/** Serves the page of a plugin that has the address. */
export async function servePluginPage(services: PageServices, ctx: AppContext, match: AddressMatch): Promise<void> {
  await servePage(services, ctx, (state) => {
    const route = state.site.routes.get(match.address.owner.name)!;
    return services.pages.plugin(state, { route, ...given(ctx, match) });
  });
}

function given({ state: { target } }: AppContext, { values, isFront }: AddressMatch) {
  return { pathArguments: values, query: new URLSearchParams(target.query), isFront };
}
