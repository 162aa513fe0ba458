/* Comforts of the plan page: where one is in the outline, focus around an edit in place, one text taken for another. */
(() => {
  "use strict";
  const wide = window.matchMedia("(min-width: 64rem)");

  // The outline tells the part that is being read.
  let seen = null;
  const here = (heading) => {
    const outline = document.getElementById("plan-outline");
    if (!outline || !heading) return;
    const link = outline.querySelector(`a[href="#${CSS.escape(heading.id)}"]`);
    if (!link) return;
    outline.querySelectorAll("[aria-current]").forEach((one) => one.removeAttribute("aria-current"));
    link.setAttribute("aria-current", "location");
    outline.querySelector("[data-outline-here]").textContent = link.textContent.trim();
    if (wide.matches && seen !== link) {
      const box = outline.getBoundingClientRect();
      const line = link.getBoundingClientRect();
      if (line.top < box.top + 40 || line.bottom > box.bottom - 40) outline.scrollTop += line.top - box.top - box.height / 3;
    }
    seen = link;
  };
  const place = () => {
    const passed = [...document.querySelectorAll("[data-heading]")].filter((one) => !one.closest("[hidden]") && one.getBoundingClientRect().top < 140);
    here(passed.at(-1) || document.querySelector("[data-heading]"));
  };
  let waiting = false;
  const later = () => {
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(() => {
      waiting = false;
      place();
    });
  };
  if (document.getElementById("plan-outline")) {
    const list = document.querySelector("[data-outline]");
    if (!wide.matches) list.removeAttribute("open");
    document.addEventListener("click", (event) => {
      const open = document.querySelector("[data-outline]");
      if (!wide.matches && event.target.closest("#plan-outline a")) open.removeAttribute("open");
    });
    wide.addEventListener("change", () => document.querySelector("[data-outline]").toggleAttribute("open", wide.matches));
    window.addEventListener("scroll", later, { passive: true });
    place();
  }

  // One open form in a block: opening another would redraw the block and lose what is being typed.
  document.addEventListener("htmx:before:request", (event) => {
    const link = event.target.closest?.("a.edit-link");
    const form = link?.closest("[data-block]")?.querySelector("[data-part-form]");
    if (!form) return;
    event.preventDefault();
    tell("Enregistrez ou annulez d’abord cette modification; vous pourrez ensuite en ouvrir une autre dans ce bloc.");
    form.scrollIntoView({ block: "nearest" });
    form.querySelector("textarea, input:not([type=hidden]), select")?.focus();
  });

  // What was typed outlives what may go wrong: a whole page (error, sign-in) never takes the place of a form.
  document.addEventListener("htmx:after:request", (event) => {
    const { response, text, sourceElement } = event.detail.ctx;
    if (!/^\s*<!doctype/i.test(text || "")) return;
    const form = sourceElement?.closest?.("[data-part-form]");
    if (!form) return;
    event.preventDefault();
    if (response.status === 403) renew(form);
    else tell("L’enregistrement n’a pas abouti. Votre texte est encore là : attendez un instant, puis enregistrez de nouveau.");
  });
  document.addEventListener("htmx:error", (event) => {
    if (event.target.closest?.("[data-part-form]")) tell("Le service ne répond pas. Votre texte est encore là : vérifiez votre connexion, puis enregistrez de nouveau.");
    else if (event.target.closest?.("a.edit-link")) tell("Le service ne répond pas. Vérifiez votre connexion, puis recommencez.");
  });

  // Signed in anew in another tab: the form takes the key of the new session and may be sent again.
  const renew = async (form) => {
    const page = await fetch(form.action, { headers: { "HX-Request": "true" } }).then((answer) => (answer.ok ? answer.text() : ""), () => "");
    const key = new DOMParser().parseFromString(`<table>${page}</table>`, "text/html").querySelector("[name=csrfmiddlewaretoken]");
    if (!key) return tell("Votre session est terminée. Votre texte est encore là : connectez-vous dans un autre onglet, puis enregistrez de nouveau.");
    form.querySelector("[name=csrfmiddlewaretoken]").value = key.value;
    document.body.setAttribute("hx-headers:inherited", JSON.stringify({ "X-CSRFToken": key.value }));
    tell("Votre session a changé entre-temps. Votre texte est encore là : enregistrez de nouveau.");
  };
  const tell = (sentence) => {
    const line = document.createElement("p");
    line.className = "plan-status__line plan-status__line--error";
    line.textContent = sentence;
    document.getElementById("plan-status")?.replaceChildren(line);
  };

  // Focus follows the edit: into the form that opens, back to the pencil when it closes.
  let row = null;
  let fading = 0;
  document.addEventListener("htmx:before:request", (event) => {
    row = event.target.closest?.("[data-row][id], td[id]")?.id || row; // in a grid, each cell is a row of its own
  });
  document.addEventListener("htmx:after:swap", () => {
    if (!wide.matches) document.querySelector("[data-outline]")?.removeAttribute("open"); // it may have been redrawn
    if (!row) return;
    const element = document.getElementById(row);
    const form = element?.querySelector("[data-part-form]");
    if (form) {
      reveal(form);
      (form.querySelector(".conflict, [data-error-summary]") || form.querySelector("textarea, input:not([type=hidden]), select"))?.focus();
    } else {
      element?.querySelector("a.edit-link")?.focus({ preventScroll: true });
      if (element && element.getBoundingClientRect().top < 60) element.scrollIntoView({ block: "start" });
    }
    later();
    clearTimeout(fading);
    fading = setTimeout(() => document.querySelector(".plan-status__line--success")?.remove(), 7000);
  });

  // In a conflict, one button takes the other person's text; it can still be edited.
  const reveal = (root) => root.querySelectorAll("[data-take]").forEach((button) => { button.hidden = false; });
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-take]");
    if (!button) return;
    const mine = document.getElementById(button.dataset.take);
    const theirs = button.closest(".clash").querySelector("[data-theirs]").dataset.theirs;
    if (mine.type === "checkbox") mine.checked = theirs !== "";
    else mine.value = theirs;
    mine.focus();
  });
  reveal(document);
})();
