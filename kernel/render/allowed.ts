import { safeSource, safeUrl } from "./safe-url.ts";

/** The elements that a render element or a text may become. */
export const ELEMENT_NAMES: ReadonlySet<string> = new Set(
  (
    "a abbr address article aside b bdi bdo blockquote br caption cite code col colgroup data dd del details dfn div dl dt em " +
    "figcaption figure footer h1 h2 h3 h4 h5 h6 header hgroup hr i img ins kbd li mark meter nav ol p pre progress q rp rt ruby s " +
    "samp section small span strong sub summary sup table tbody td tfoot th thead time tr u ul var wbr"
  ).split(" "),
);

/** Elements without content and end tag. */
export const VOID_ELEMENTS: ReadonlySet<string> = new Set(["br", "col", "hr", "img", "wbr"]);

const PLAIN_ATTRIBUTES: ReadonlySet<string> = new Set(
  (
    "abbr alt class colspan datetime decoding dir headers height hidden high id itemid itemprop itemscope itemtype lang loading low " +
    "max min open optimum rel reversed role rowspan scope span start tabindex title translate value width"
  ).split(" "),
);
const URL_ATTRIBUTES: { readonly [name: string]: (url: string) => string | null } = {
  href: safeUrl,
  cite: safeUrl,
  src: safeSource,
};
const DASHED = /^(?:aria|data)-[a-z0-9]+(?:-[a-z0-9]+)*$/;

/** True when an element may carry the attribute; never so for event handlers and `style`. */
export function isAttributeAllowed(name: string): boolean {
  return PLAIN_ATTRIBUTES.has(name) || DASHED.test(name) || Object.hasOwn(URL_ATTRIBUTES, name);
}

/** The value to print for an attribute that is allowed, or null when it holds an address that is not. */
export function attributeText(name: string, value: string): string | null {
  return Object.hasOwn(URL_ATTRIBUTES, name) ? URL_ATTRIBUTES[name]!(value) : value;
}
