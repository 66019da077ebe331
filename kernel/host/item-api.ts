import type { HostFunctionsOf } from "../model/host-functions.ts";
import { itemReaders } from "./item-read.ts";
import { itemSetters } from "./item-set.ts";
import { itemStore } from "./item-store.ts";

/** Items by handle and by id. */
export const itemApi: HostFunctionsOf<"item-api"> = { ...itemReaders, ...itemSetters, ...itemStore };
