export { ContentType, Field } from "./content-type";
export { Element } from "./element";
export { Item } from "./item";
export { log } from "./log";
export { Permission } from "./permission";
export { context } from "./request-context";
export { tap } from "./tap";
export { user } from "./user";
export { variables } from "./variables";
