import type { Document, YAMLMap } from "yaml";
import { isMap, isScalar, parseDocument } from "yaml";
import type { Json, JsonObject } from "./json.ts";
import { isObject, sameJson } from "./json.ts";
import { formatYaml, writeYaml } from "./write-yaml.ts";

/**
 * `text`, a mapping in YAML, changed so that it says `value`: what says that already stays as it is written, with its
 * comments. The same text when nothing is to be changed; a new one, without comments, where that is not possible.
 */
export function editYaml(text: string, value: JsonObject): string {
  const document = parseDocument(text, { version: "1.2", schema: "core" });
  if (document.errors.length > 0 || !isMap(document.contents)) return writeYaml(value);
  if (sameJson(document.toJS(), value)) return text;
  editMap(document, document.contents, value);
  const edited = formatYaml(document);
  // An anchor may have carried the change to another place.
  return sameJson(parseDocument(edited, { version: "1.2", schema: "core" }).toJS(), value) ? edited : writeYaml(value);
}

function editMap(document: Document, map: YAMLMap, value: JsonObject): void {
  // Nobody chose how `{}` looks when something stands in it.
  if (map.items.length === 0) map.flow = false;
  for (const { key } of [...map.items]) {
    if (!Object.hasOwn(value, String(isScalar(key) ? key.value : key))) map.delete(key);
  }
  for (const [key, wanted] of Object.entries(value)) {
    const node = map.get(key, true) as unknown;
    if (isMap(node) && isObject(wanted) && Object.keys(wanted).length > 0)
      editMap(document, node, wanted as JsonObject);
    else if (isScalar(node) && !isCollection(wanted)) {
      if (node.value !== wanted) node.value = wanted;
    } else if (node === undefined || !sameJson(jsOf(document, node), wanted)) map.set(key, document.createNode(wanted));
  }
}

function isCollection(value: Json): boolean {
  return typeof value === "object" && value !== null;
}

function jsOf(document: Document, node: unknown): Json {
  return (node as { toJS(document: Document): Json }).toJS(document);
}
