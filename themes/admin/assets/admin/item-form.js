// Helps with the form of an item: keeps a draft of what is typed, warns before it is left, and says who else is at it.
const PAUSE = 1_500;
const ALIVE = 60_000;

const form = document.querySelector("[data-item-form]");
const state = form.querySelector("[data-draft-state]");
const draftUrl = `${new URL(form.action).pathname}/draft`;
let sent = content();
let isSending = false;
let timer;

form.addEventListener("input", later);
form.addEventListener("change", later);
// What changes the form by script says so by one of these two events.
form.addEventListener("submit", (event) => {
  if (form.dataset.isSent === "yes") return event.preventDefault();
  clearTimeout(timer);
  form.dataset.isSent = "yes";
});
// The way back brings the page as it was left.
addEventListener("pageshow", () => {
  form.dataset.isSent = "no";
});
addEventListener("beforeunload", (event) => {
  if (form.dataset.isSent !== "yes" && content() !== sent) event.preventDefault();
});
document.addEventListener("visibilitychange", () => {
  if (document.visibilityState === "hidden") keep();
});
setInterval(() => {
  if (document.visibilityState === "visible" && content() !== sent) keep();
}, ALIVE);

function content() {
  return new URLSearchParams(new FormData(form)).toString();
}

function later() {
  clearTimeout(timer);
  timer = setTimeout(keep, PAUSE);
}

async function keep() {
  const now = content();
  if (isSending || now === sent || form.dataset.isSent === "yes") return;
  isSending = true;
  try {
    const answer = await fetch(draftUrl, {
      method: "POST",
      headers: { accept: "application/json", "content-type": "application/x-www-form-urlencoded" },
      body: now,
      keepalive: now.length < 60_000,
    });
    if (!answer.ok) return say(answer.status === 403 ? "signedOut" : "failed");
    const { editors } = await answer.json();
    sent = now;
    say("kept", editors);
  } catch {
    say("failed");
  } finally {
    isSending = false;
    if (content() !== sent) later();
  }
}

function say(what, editors = []) {
  const others = editors.length === 0 ? "" : ` ${state.dataset.others} ${editors.join(", ")}.`;
  state.textContent = state.dataset[what] + others;
}
