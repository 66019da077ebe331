import { Fault } from "../base/fault.ts";

const [QUOTE, BACKSLASH, COMMA] = [0x22, 0x5c, 0x2c];
const [OPEN_LIST, CLOSE_LIST, OPEN_OBJECT, CLOSE_OBJECT] = [0x5b, 0x5d, 0x7b, 0x7d];
/** The most characters of one entry: beyond it, a bracket is missing somewhere, or nobody meant this to be a record. */
const LONGEST_ENTRY = 64 * 1024 * 1024;

/**
 * The texts of the entries of a JSON list that comes in pieces, without ever holding more than one of them. Only
 * brackets, commas and strings are looked at; whether an entry is JSON is for its parser to say.
 * @throws Fault `import.bad_source` when the text is not a list, or ends too early
 */
export async function* splitJsonArray(chunks: AsyncIterable<string>, file: string): AsyncGenerator<string> {
  let depth = 0;
  let inString = false;
  let escaped = false;
  let hasEnded = false;
  let entries = 0;
  let entry = "";
  for await (const chunk of chunks) {
    let start = 0;
    for (let at = 0; at < chunk.length; at++) {
      const code = chunk.charCodeAt(at);
      if (inString) {
        if (escaped) escaped = false;
        else if (code === BACKSLASH) escaped = true;
        else if (code === QUOTE) inString = false;
      } else if (depth === 0) {
        if (isSpace(code)) continue;
        if (code !== OPEN_LIST || hasEnded) throw notAList(file);
        depth = 1;
        start = at + 1;
      } else if (code === QUOTE) inString = true;
      else if (code === OPEN_LIST || code === OPEN_OBJECT) depth++;
      else if (code === CLOSE_LIST || code === CLOSE_OBJECT || (code === COMMA && depth === 1)) {
        if (code !== COMMA) depth--;
        const isEntryOver = code === COMMA || depth === 0;
        if (!isEntryOver) continue;
        entry += chunk.slice(start, at);
        hasEnded = depth === 0;
        if (!hasEnded || entries > 0 || entry.trim() !== "") yield entry;
        entries++;
        entry = "";
        start = at + 1;
      }
    }
    if (depth > 0) entry += chunk.slice(start);
    if (entry.length > LONGEST_ENTRY) throw new Fault("import.bad_source", `A record of ${file} is too long.`);
  }
  if (!hasEnded) throw entries === 0 && depth === 0 ? notAList(file) : endsTooEarly(file);
}

/** White space, and the mark that some programs put at the beginning of a file. */
function isSpace(code: number): boolean {
  return code === 0x20 || code === 0x0a || code === 0x0d || code === 0x09 || code === 0xfeff;
}

function notAList(file: string): Fault {
  return new Fault("import.bad_source", `${file} is not a JSON list of records.`);
}

function endsTooEarly(file: string): Fault {
  return new Fault("import.bad_source", `${file} ends in the middle of its list.`);
}
