/* Small comforts; every page works without this file. */
(() => {
  "use strict";
  const root = document;

  // The menu folds on small screens. Without script it stays unfolded.
  const toggle = root.querySelector("[data-menu-toggle]");
  const menu = toggle && root.getElementById(toggle.getAttribute("aria-controls"));
  if (menu) {
    const fold = (closed) => {
      menu.toggleAttribute("data-closed", closed);
      toggle.setAttribute("aria-expanded", String(!closed));
    };
    toggle.hidden = false;
    fold(true);
    toggle.addEventListener("click", () => fold(!menu.hasAttribute("data-closed")));
  }

  // An open menu closes by Escape or by a click elsewhere.
  const closeMenus = (except) =>
    root.querySelectorAll("details.menu[open]").forEach((one) => one !== except && one.removeAttribute("open"));
  root.addEventListener("click", (event) => closeMenus(event.target.closest("details.menu")));
  root.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    const open = event.target.closest("details.menu[open]");
    closeMenus(null);
    if (open) open.querySelector("summary").focus();
  });

  // A form marked data-warn-unsaved asks before its edits are lost; data-unsaved, it came back refused.
  const dirty = new Set();
  root.addEventListener("input", (event) => {
    const form = event.target.closest("form[data-warn-unsaved]");
    if (form) dirty.add(form);
  });
  window.addEventListener("beforeunload", (event) => {
    const refused = root.querySelector("form[data-unsaved]:not([data-sent])");
    if (refused || [...dirty].some((form) => form.isConnected)) event.preventDefault();
  });

  // A form is sent once; data-confirm asks first. After a while, or on the way back, it may be sent again.
  root.addEventListener("submit", (event) => {
    const form = event.target;
    const question = event.submitter?.dataset.confirm || form.dataset.confirm;
    if (form.hasAttribute("data-sent")) return event.preventDefault();
    if (question && !window.confirm(question)) return event.preventDefault();
    if (!form.hasAttribute("hx-post")) dirty.delete(form); // sent in place, it goes away once it is saved, not before
    if (form.method !== "post") return undefined;
    form.setAttribute("data-sent", "");
    event.submitter?.setAttribute("aria-disabled", "true");
    setTimeout(() => release(form), 8000);
    return undefined;
  });
  const release = (form) => {
    form.removeAttribute("data-sent");
    form.querySelectorAll("[aria-disabled]").forEach((button) => button.removeAttribute("aria-disabled"));
  };
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) root.querySelectorAll("form[data-sent]").forEach(release);
  });
  const releaseAll = () => root.querySelectorAll("form[data-sent]").forEach(release);
  root.addEventListener("htmx:after:request", releaseAll);
  root.addEventListener("htmx:error", releaseAll);

  // A refused form: the summary of errors is read first.
  root.querySelector("[data-error-summary]")?.focus();

  // Print buttons exist only where they can work.
  root.querySelectorAll("[data-print]").forEach((button) => {
    button.hidden = false;
    button.addEventListener("click", () => window.print());
  });
})();
