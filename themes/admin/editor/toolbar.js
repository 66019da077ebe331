/**
 * A toolbar of buttons: one stop for the tab key, arrows lead along it. Each tool has a name, what it shows, and what it does; `isOn` says
 * whether it holds where the cursor is, for those that can.
 */
export function createToolbar(tools, label) {
  const bar = document.createElement("div");
  bar.className = "editor-bar";
  bar.setAttribute("role", "toolbar");
  bar.setAttribute("aria-label", label);
  const buttons = tools.map(({ title, shows, run, isOn, look }, index) => {
    const button = document.createElement("button");
    button.type = "button";
    // A picture of the tool, not its name: that is the label.
    button.dataset.shows = shows;
    button.title = title;
    button.setAttribute("aria-label", title);
    button.tabIndex = index === 0 ? 0 : -1;
    if (look !== undefined) button.classList.add(look);
    if (isOn !== undefined) button.setAttribute("aria-pressed", "false");
    // The selection stays where it is.
    button.addEventListener("mousedown", (event) => event.preventDefault());
    button.addEventListener("click", () => run(button));
    bar.append(button);
    return button;
  });
  bar.addEventListener("keydown", (event) => {
    const at = buttons.indexOf(document.activeElement);
    const next = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: buttons.length - 1 }[event.key];
    if (at < 0 || next === undefined) return;
    event.preventDefault();
    focus(buttons[(next + buttons.length) % buttons.length]);
  });
  const focus = (button) => {
    for (const each of buttons) each.tabIndex = each === button ? 0 : -1;
    button.focus();
  };
  return {
    element: bar,
    update() {
      tools.forEach(({ isOn, canRun }, index) => {
        if (isOn !== undefined) buttons[index].setAttribute("aria-pressed", String(isOn()));
        if (canRun !== undefined) buttons[index].setAttribute("aria-disabled", String(!canRun()));
      });
    },
  };
}

/** A line below a toolbar that asks for an address. It is no form: that would be one within another. */
export function createAddressLine(labels, apply) {
  const line = document.createElement("div");
  line.className = "editor-address";
  line.hidden = true;
  const label = document.createElement("label");
  const input = document.createElement("input");
  input.type = "text";
  input.inputMode = "url";
  input.autocomplete = "off";
  // What stands here is no part of the form.
  label.append(`${labels.address} `, input);
  const done = button(labels.apply, () => finish(input.value.trim()));
  const remove = button(labels.unlink, () => finish(""));
  line.append(label, done, remove);
  const finish = (address) => {
    line.hidden = true;
    apply(address);
  };
  line.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && event.target === input) {
      event.preventDefault();
      finish(input.value.trim());
    }
    if (event.key === "Escape") {
      event.stopPropagation();
      line.hidden = true;
      apply(null);
    }
  });
  return {
    element: line,
    ask(address) {
      line.hidden = false;
      input.value = address;
      input.focus();
      input.select();
    },
  };
}

function button(text, run) {
  const element = document.createElement("button");
  element.type = "button";
  element.className = "button";
  element.textContent = text;
  element.addEventListener("click", run);
  return element;
}
