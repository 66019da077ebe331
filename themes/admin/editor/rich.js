import { baseKeymap, chainCommands, exitCode, lift, setBlockType, toggleMark, wrapIn } from "prosemirror-commands";
import { history, redo, undo } from "prosemirror-history";
import { inputRules, textblockTypeInputRule, wrappingInputRule } from "prosemirror-inputrules";
import { keymap } from "prosemirror-keymap";
import { liftListItem, sinkListItem, splitListItem, wrapInList } from "prosemirror-schema-list";
import { EditorState } from "prosemirror-state";
import { EditorView } from "prosemirror-view";
import { linkAddress } from "./addresses.js";
import { documentOf, htmlOf, isWhole, withParagraphs } from "./html.js";
import { cleanPaste } from "./paste.js";
import { createSchema } from "./schema.js";
import { createAddressLine, createToolbar } from "./toolbar.js";

/** Opens an editor over a text area that holds HTML; what it makes goes there. Returns what closes it. */
export function openRich(area, { tags, hasLineBreaks, labels }) {
  const schema = createSchema(tags, labels.kept);
  const load = () => (hasLineBreaks ? withParagraphs(area.value) : area.value);
  const box = document.createElement("div");
  box.className = "editor";
  area.before(box);
  const label = labelOf(area);
  let view = null;

  const showSource = (note) => {
    view?.destroy();
    view = null;
    box.replaceChildren();
    const bar = createToolbar(
      [{ title: labels.source, shows: "HTML", run: () => showRich(true), isOn: () => true }],
      labels.toolbar,
    );
    bar.update();
    box.append(bar.element, ...(note === undefined ? [] : [noteOf(note)]));
    area.hidden = false;
    area.required = area.dataset.required === "yes";
  };
  const showRich = (isAsked) => {
    const html = load();
    const doc = documentOf(schema, html);
    if (!isWhole(html, htmlOf(schema, doc))) return showSource(labels.sourceOnly);
    box.replaceChildren();
    area.hidden = true;
    // A browser cannot point at what is hidden: the server says that something is missing.
    if (area.required) area.dataset.required = "yes";
    area.required = false;
    view = openView({ box, area, schema, doc, labels, label, showSource: () => showSource() });
    if (isAsked) view.focus();
  };
  const focus = (event) => {
    if (view === null) return;
    event.preventDefault();
    view.focus();
  };
  label?.addEventListener("click", focus);
  showRich(false);
  return () => {
    label?.removeEventListener("click", focus);
    view?.destroy();
    box.remove();
    area.hidden = false;
    area.required = area.dataset.required === "yes";
  };
}

function openView({ box, area, schema, doc, labels, label, showSource }) {
  const { link } = schema.marks;
  const run = (command) => () => {
    command(view.state, view.dispatch, view);
    view.focus();
  };
  const address = createAddressLine(labels, (asked) => {
    if (asked !== null) setLink(view, link, asked);
    view.focus();
  });
  const askLink = () => address.ask(linkAt(view.state, link)?.attrs.href ?? "");
  const bar = createToolbar(
    toolsOf({ schema, labels, run, askLink, showSource, state: () => view.state }),
    labels.toolbar,
  );
  const view = new EditorView(
    { mount: document.createElement("div") },
    {
      state: EditorState.create({ doc, plugins: pluginsOf(schema, askLink) }),
      attributes: attributesOf(area, label),
      transformPastedHTML: cleanPaste,
      dispatchTransaction(transaction) {
        view.updateState(view.state.apply(transaction));
        bar.update();
        if (!transaction.docChanged) return;
        area.value = htmlOf(schema, view.state.doc);
        area.dispatchEvent(new Event("input", { bubbles: true }));
      },
    },
  );
  box.append(bar.element, address.element, view.dom);
  bar.update();
  return view;
}

/** What is said about the text area is said about the editor. */
function attributesOf(area, label) {
  const described = area.getAttribute("aria-describedby");
  return {
    class: "editor-text",
    role: "textbox",
    "aria-multiline": "true",
    ...(label !== null && { "aria-labelledby": label.id }),
    ...(described !== null && { "aria-describedby": described }),
    ...(area.dataset.required === "yes" && { "aria-required": "true" }),
    ...(area.getAttribute("aria-invalid") === "true" && { "aria-invalid": "true" }),
  };
}

function labelOf(area) {
  const [label] = area.labels;
  if (label === undefined) return null;
  label.id ||= `${area.id}-label`;
  return label;
}

function noteOf(text) {
  const note = document.createElement("p");
  note.className = "help";
  note.textContent = text;
  return note;
}

const MARKS = [
  ["strong", "b", "bold", "B"],
  ["em", "i", "italic", "I"],
  ["u", "u", "underline", "U"],
  ["s", "del", "strike", "S"],
  ["code", "code", "code", "<>"],
  ["sub", "sub", "sub", "x₂"],
  ["sup", "sup", "sup", "x²"],
];

/** The tools for what the schema has: what a format does not let stay has none. */
function toolsOf({ schema, labels, run, askLink, showSource, state }) {
  const { nodes, marks } = schema;
  const tools = [];
  for (const [name, other, label, shows] of MARKS) {
    const mark = marks[name] ?? marks[other];
    if (mark !== undefined)
      tools.push({
        title: labels[label],
        shows,
        look: `is-${label}`,
        run: run(toggleMark(mark)),
        isOn: () => hasMark(state(), mark),
      });
  }
  if (marks.link !== undefined)
    tools.push({ title: labels.link, shows: "↗", run: askLink, isOn: () => linkAt(state(), marks.link) !== null });
  if (nodes.heading !== undefined) {
    for (const { attrs } of nodes.heading.spec.parseDOM.filter(
      ({ tag }) => tag === "h2" || tag === "h3" || tag === "h4",
    )) {
      const isOn = () => isBlock(state(), nodes.heading, attrs);
      const set = setBlockType(nodes.heading, attrs);
      const unset = setBlockType(nodes.paragraph);
      tools.push({
        title: `${labels.heading} ${attrs.tag[1]}`,
        shows: attrs.tag.toUpperCase(),
        run: () => run(isOn() ? unset : set)(),
        isOn,
      });
    }
  }
  if (nodes.bullet_list !== undefined)
    tools.push(listTool(nodes, nodes.bullet_list, { title: labels.bullets, shows: "•", run, state }));
  if (nodes.ordered_list !== undefined)
    tools.push(listTool(nodes, nodes.ordered_list, { title: labels.numbers, shows: "1.", run, state }));
  if (nodes.blockquote !== undefined) {
    const isOn = () => isWithin(state(), nodes.blockquote);
    tools.push({ title: labels.quote, shows: "❝", run: () => run(isOn() ? lift : wrapIn(nodes.blockquote))(), isOn });
  }
  if (nodes.code_block !== undefined) {
    const isOn = () => isBlock(state(), nodes.code_block);
    tools.push({
      title: labels.codeBlock,
      shows: "{ }",
      run: () => run(setBlockType(isOn() ? nodes.paragraph : nodes.code_block))(),
      isOn,
    });
  }
  if (nodes.horizontal_rule !== undefined) {
    tools.push({
      title: labels.rule,
      shows: "―",
      run: run(insertNode(nodes.horizontal_rule)),
    });
  }
  tools.push(
    { title: labels.undo, shows: "↶", run: run(undo), canRun: () => undo(state()) },
    { title: labels.redo, shows: "↷", run: run(redo), canRun: () => redo(state()) },
    { title: labels.source, shows: "HTML", run: showSource, isOn: () => false },
  );
  return tools;
}

function listTool(nodes, list, { title, shows, run, state }) {
  const isOn = () => isWithin(state(), list);
  return { title, shows, run: () => run(isOn() ? liftListItem(nodes.list_item) : wrapInList(list))(), isOn };
}

function pluginsOf(schema, askLink) {
  const { nodes, marks } = schema;
  const bold = marks.strong ?? marks.b;
  const italic = marks.em ?? marks.i;
  const item = nodes.list_item;
  const hardBreak = nodes.hard_break;
  const keys = {
    "Mod-z": undo,
    "Shift-Mod-z": redo,
    "Mod-y": redo,
    ...(bold && { "Mod-b": toggleMark(bold) }),
    ...(italic && { "Mod-i": toggleMark(italic) }),
    ...(marks.link && {
      "Mod-k": () => {
        askLink();
        return true;
      },
    }),
    ...(item && { Enter: splitListItem(item), "Mod-]": sinkListItem(item), "Mod-[": liftListItem(item) }),
    ...(hardBreak && {
      "Shift-Enter": chainCommands(exitCode, insertNode(hardBreak)),
    }),
  };
  const rules = [
    ...(nodes.blockquote ? [wrappingInputRule(/^\s*>\s$/, nodes.blockquote)] : []),
    ...(nodes.bullet_list ? [wrappingInputRule(/^\s*[-*]\s$/, nodes.bullet_list)] : []),
    ...(nodes.ordered_list ? [wrappingInputRule(/^1\.\s$/, nodes.ordered_list)] : []),
    ...(nodes.code_block ? [textblockTypeInputRule(/^```$/, nodes.code_block)] : []),
  ];
  return [history(), inputRules({ rules }), keymap(keys), keymap(baseKeymap)];
}

function insertNode(type) {
  return (state, dispatch) => {
    dispatch?.(state.tr.replaceSelectionWith(type.create()).scrollIntoView());
    return true;
  };
}

function hasMark({ selection: { from, to, empty, $from }, storedMarks, doc }, mark) {
  return empty ? mark.isInSet(storedMarks ?? $from.marks()) !== undefined : doc.rangeHasMark(from, to, mark);
}

function isBlock({ selection: { $from } }, type, attrs = {}) {
  return $from.parent.hasMarkup(type, { ...type.defaultAttrs, ...attrs });
}

function isWithin({ selection: { $from } }, type) {
  for (let depth = $from.depth; depth > 0; depth--) if ($from.node(depth).type === type) return true;
  return false;
}

/** The link at the cursor, or over what is chosen; null where there is none. */
function linkAt({ selection: { $from, from, to, empty }, doc }, type) {
  if (type === undefined) return null;
  if (empty) return type.isInSet($from.marks()) ?? null;
  let found = null;
  doc.nodesBetween(from, to, (node) => {
    found ??= type.isInSet(node.marks) ?? null;
  });
  return found;
}

/** Sets the address of a link, or takes the link away; without a choice the address itself is written. */
function setLink(view, type, asked) {
  const { state } = view;
  const { from, to, empty, $from } = state.selection;
  const href = asked === "" ? null : linkAddress(asked);
  const range = empty ? linkRange($from, type) : { from, to };
  if (range === null) {
    if (href === null) return;
    view.dispatch(state.tr.insert(from, state.schema.text(href, [type.create({ href })])));
    return;
  }
  const bare = state.tr.removeMark(range.from, range.to, type);
  view.dispatch(href === null ? bare : bare.addMark(range.from, range.to, type.create({ href })));
}

/** The whole of the link that the cursor stands in. */
function linkRange($from, type) {
  const mark = type.isInSet($from.marks());
  if (mark === undefined) return null;
  const parent = $from.parent;
  let from = $from.start();
  let begin = from;
  let end = from;
  let isFound = false;
  parent.forEach((node, offset) => {
    const at = $from.start() + offset;
    const isLinked = mark.isInSet(node.marks);
    if (!isLinked) {
      if (!isFound) from = at + node.nodeSize;
      return;
    }
    if (at <= $from.pos && $from.pos <= at + node.nodeSize) isFound = true;
    begin = from;
    end = at + node.nodeSize;
  });
  return isFound ? { from: begin, to: end } : null;
}
