/**
 * The script of pages while a site is being worked on. It hears what the server says and reloads the page, or lays what
 * is wrong over it, as text. Plain JavaScript: browsers get it as it stands here.
 */
export const DEV_CLIENT = `"use strict";
(() => {
  let process = null;
  let shown = null;
  const events = new EventSource("/_dev/events");
  events.addEventListener("process", ({ data }) => {
    if (process !== null && process !== data) location.reload();
    process = data;
  });
  events.addEventListener("reload", () => location.reload());
  events.addEventListener("state", ({ data }) => show(JSON.parse(data)));
  addEventListener("pagehide", () => events.close());
  addEventListener("keydown", ({ key }) => {
    if (key === "Escape") show(null);
  });

  function show(text) {
    shown?.remove();
    shown = null;
    if (text === null) return;
    shown = document.createElement("div");
    shown.id = "trovato-dev";
    shown.setAttribute("role", "alert");
    shown.style.cssText =
      "position:fixed;inset:auto 0 0 0;max-height:60vh;overflow:auto;z-index:2147483647;margin:0;padding:1rem 1.5rem;" +
      "background:#1c1917;color:#fafaf9;border-top:4px solid #dc2626;font:14px/1.5 ui-monospace,monospace";
    const words = document.createElement("pre");
    words.style.cssText = "margin:0;white-space:pre-wrap;color:inherit;background:none;font:inherit";
    words.textContent = text;
    shown.append(words);
    document.body.append(shown);
  }
})();
`;
