import { hash } from "node:crypto";
import type { FormValue, FormValues } from "../model/forms.ts";
import { sentName } from "./fields.ts";

/** Encodes `values` as a browser would send them: `readFormValues` makes the same of it again. */
export function encodeValues(values: FormValues): URLSearchParams {
  const body = new URLSearchParams();
  for (const [name, value] of Object.entries(values)) encode(body, name, value);
  return body;
}

function encode(body: URLSearchParams, name: string, value: FormValue): void {
  if (typeof value === "string") body.append(name, value);
  else if (typeof value === "boolean") {
    if (value) body.append(name, "1");
  } else if (Array.isArray(value)) {
    for (const [index, entry] of (value as readonly (string | FormValues)[]).entries()) {
      if (typeof entry === "string") body.append(name, entry);
      else encodeRow(body, sentName(name, String(index)), entry);
    }
  } else {
    for (const [key, inner] of Object.entries(value as FormValues)) encode(body, sentName(name, key), inner);
  }
}

/** A row says that it is there, also when nothing in it does. */
function encodeRow(body: URLSearchParams, name: string, row: FormValues): void {
  body.append(name, "1");
  for (const [key, value] of Object.entries(row)) encode(body, sentName(name, key), value);
}

/**
 * An id of what was sent with a form: the same when the same is sent again, and another as soon as a character of it
 * is.
 */
export function idOfSent(formId: string, body: URLSearchParams): string {
  const digest = hash("sha256", `${formId}\n${body}`, "hex");
  // RFC 9562, version 8: what the other bits are is up to whoever makes it.
  return `${digest.slice(0, 8)}-${digest.slice(8, 12)}-8${digest.slice(13, 16)}-a${digest.slice(17, 20)}-${digest.slice(20, 32)}`;
}
