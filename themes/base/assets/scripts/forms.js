// Helps with forms that change: rows are added, removed and moved, and what is referred to is found, without loading the page anew.
// Everything here works without it too: the buttons send the form, and the page comes again.
const PAUSE = 200;
const ENDPOINT = "/system/ajax";

// Before others hear of it: nothing is done with the form.
document.addEventListener("submit", onSubmit, true);
document.addEventListener("keydown", onRowKey);
for (const form of document.forms) {
  enhance(form);
  if (form.querySelector("[data-shown-when]") === null) continue;
  form.addEventListener("input", () => showAndHide(form));
  form.addEventListener("change", () => showAndHide(form));
  showAndHide(form);
}

function enhance(root) {
  for (const rows of matching(root, "[data-rows]")) enhanceRows(rows);
  for (const reference of matching(root, "[data-reference]")) enhanceReference(reference);
  for (const counter of matching(root, "[data-count-of]")) enhanceCounter(counter);
}

function matching(root, selector) {
  return [...(root.matches(selector) ? [root] : []), ...root.querySelectorAll(selector)];
}

function onSubmit(event) {
  const { target: form, submitter } = event;
  if (submitter?.name !== "form_op") return;
  event.preventDefault();
  event.stopImmediatePropagation();
  change(form, submitter.value, submitter);
}

/** Asks for the part of the form that an operation is about, and puts it in place; the form is sent as ever when that fails. */
async function change(form, operation, submitter) {
  const [what, name, row] = operation.split(" ");
  const old = form.querySelector(`[data-rows="${CSS.escape(name)}"], [data-reference="${CSS.escape(name)}"]`);
  old.setAttribute("aria-busy", "true");
  try {
    const answer = await ask(form, { form_op: operation });
    if (!answer.ok) throw new Error(answer.statusText);
    const part = fragment(await answer.text());
    old.replaceWith(part);
    enhance(part);
    focusAfter(part, what, Number(row ?? 0));
    part.dispatchEvent(new Event("change", { bubbles: true }));
  } catch {
    old.removeAttribute("aria-busy");
    document.removeEventListener("submit", onSubmit, true);
    form.requestSubmit(submitter);
  }
}

function ask(form, more) {
  const body = new URLSearchParams(new FormData(form));
  const { pathname, search } = new URL(form.action);
  for (const [name, value] of Object.entries({ form_at: pathname + search, ...more })) body.set(name, value);
  return fetch(ENDPOINT, { method: "POST", body });
}

function fragment(html) {
  const template = document.createElement("template");
  template.innerHTML = html;
  return template.content.firstElementChild;
}

function focusAfter(part, what, row) {
  if (what === "find") return part.querySelector("input[type=text]")?.focus();
  const rows = [...part.querySelectorAll(":scope > ol > .row")];
  const at = { add: rows.length - 1, up: row - 1, down: row + 1, remove: Math.min(row, rows.length - 1) }[what];
  const wanted = what === "up" || what === "down" ? `.row-buttons [value^="${what}"]:not([disabled])` : "";
  const target =
    (wanted && rows[at]?.querySelector(wanted)) ||
    rows[at]?.querySelector("input:not([type=hidden]), select, textarea");
  target?.focus();
}

/** Alt with an arrow moves the row that one is in. */
function onRowKey(event) {
  const what = { ArrowUp: "up", ArrowDown: "down" }[event.key];
  const row = event.altKey && what ? event.target.closest?.(".row") : null;
  const button = row?.querySelector(`:scope > .row-buttons [value^="${what}"]:not([disabled])`);
  if (!button) return;
  event.preventDefault();
  button.click();
}

/** Rows are dragged by a grip; the order on the page is the order in which they are sent. */
function enhanceRows(rows) {
  const list = rows.querySelector(":scope > ol");
  let dragged = null;
  for (const row of list.children) {
    const grip = document.createElement("span");
    grip.className = "grip";
    grip.setAttribute("aria-hidden", "true");
    grip.addEventListener("pointerdown", () => (row.draggable = true));
    row.addEventListener("dragstart", (event) => {
      dragged = row;
      event.dataTransfer.effectAllowed = "move";
    });
    row.addEventListener("dragend", () => {
      row.draggable = false;
      dragged = null;
      change(rows.closest("form"), `find ${rows.dataset.rows}`);
    });
    row.prepend(grip);
  }
  list.addEventListener("dragover", (event) => {
    const over = event.target.closest(".row");
    if (dragged === null || over === null || over.parentElement !== list) return;
    event.preventDefault();
    const { top, height } = over.getBoundingClientRect();
    if (over !== dragged) over[event.clientY < top + height / 2 ? "before" : "after"](dragged);
  });
}

/** The names that fit are offered while somebody types. */
function enhanceReference(reference) {
  const input = reference.querySelector("input[type=text]");
  const form = reference.closest("form");
  const list = document.createElement("ul");
  list.id = `${input.id}-list`;
  list.className = "suggestions";
  list.role = "listbox";
  list.hidden = true;
  list.setAttribute("aria-label", reference.querySelector("legend").textContent);
  input.after(list);
  input.role = "combobox";
  input.setAttribute("aria-autocomplete", "list");
  input.setAttribute("aria-controls", list.id);
  input.setAttribute("aria-expanded", "false");
  let [timer, asked, active] = [0, 0, -1];

  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(suggest, PAUSE);
  });
  input.addEventListener("blur", () => setTimeout(close, 150));
  input.addEventListener("keydown", (event) => {
    const options = [...list.children];
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (list.hidden) return suggest();
      mark((active + (event.key === "ArrowDown" ? 1 : options.length - 1)) % options.length);
    } else if (event.key === "Escape" && !list.hidden) {
      event.stopPropagation();
      close();
    } else if (event.key === "Enter" && input.value.trim() !== "") {
      event.preventDefault();
      if (active >= 0) choose(options[active]);
      else change(form, `find ${reference.dataset.reference}`);
    }
  });

  async function suggest() {
    const query = input.value.trim();
    const number = ++asked;
    if (query === "") return close();
    const answer = await ask(form, { form_op: `suggest ${reference.dataset.reference}`, form_query: query }).catch(
      () => null,
    );
    if (!answer?.ok || number !== asked) return;
    const { found } = await answer.json();
    list.replaceChildren(...found.map(option));
    list.hidden = found.length === 0;
    input.setAttribute("aria-expanded", String(!list.hidden));
    mark(-1);
  }

  function option({ id, label, hint }, index) {
    const item = document.createElement("li");
    item.id = `${list.id}-${index}`;
    item.role = "option";
    item.dataset.id = id;
    item.append(label);
    if (hint !== "") {
      const small = document.createElement("small");
      small.textContent = hint;
      item.append(" ", small);
    }
    item.addEventListener("pointerdown", (event) => {
      event.preventDefault();
      choose(item);
    });
    return item;
  }

  function mark(index) {
    active = index;
    for (const [at, item] of [...list.children].entries()) item.setAttribute("aria-selected", String(at === index));
    const id = list.children[index]?.id;
    if (id) input.setAttribute("aria-activedescendant", id);
    else input.removeAttribute("aria-activedescendant");
  }

  /** What is chosen is sent by its id, and comes back with its name. */
  function choose(item) {
    input.value = item.dataset.id;
    close();
    change(form, `find ${reference.dataset.reference}`);
  }

  function close() {
    asked += 1;
    list.hidden = true;
    input.setAttribute("aria-expanded", "false");
    mark(-1);
  }
}

/** Shows what is asked for by what others hold. What is hidden is not sent; the server counts it for nothing anyway. */
function showAndHide(form) {
  for (const element of form.querySelectorAll("[data-shown-when]")) {
    const sent = new FormData(form);
    const isShown = Object.entries(JSON.parse(element.dataset.shownWhen)).every(([name, wanted]) => {
      const held = sent.getAll(name).filter((value) => value !== "");
      if (typeof wanted === "boolean") return held.length > 0 === wanted;
      return [wanted].flat().some((value) => held.includes(value));
    });
    if (element.hidden === !isShown) continue;
    element.hidden = !isShown;
    for (const control of element.querySelectorAll("input, select, textarea, button")) control.disabled = !isShown;
  }
}

/** How many characters are there, of how many; people count them as this does. */
function enhanceCounter(counter) {
  const input = document.getElementById(counter.dataset.countOf);
  const most = Number(input.dataset.most);
  input.removeAttribute("maxlength");
  const count = () => {
    const length = [...input.value].length;
    counter.textContent = `${length} / ${most}`;
    counter.classList.toggle("over", length > most);
  };
  input.addEventListener("input", count);
  count();
}
