/* The windows of the editor of prose: a figure, a note, a link, the caption of a table. Each gives back what was chosen,
   or null; focus goes back to where it was. */
"use strict";

export const make = (tag, attributes = {}, ...children) => {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === true) element.setAttribute(name, "");
    else if (value !== false && value !== null) element.setAttribute(name, value);
  }
  element.append(...children);
  return element;
};

/* What the plan holds that a text may name, read once a page. */
export class Figures {
  constructor(url) {
    this.url = url;
    this.known = null;
    this.notes = [];
    this.watchers = new Set();
  }

  load() {
    this.loading ||= this.ask("").then((told) => {
      this.known = new Map(told.figures.map((one) => [one.code, one]));
      this.notes = told.notes;
      this.watchers.forEach((show) => show());
    }, () => { this.loading = null; });
    return this.loading;
  }

  async ask(words) {
    const answer = await fetch(`${this.url}?q=${encodeURIComponent(words)}`, { headers: { Accept: "application/json" } });
    if (!answer.ok || !answer.headers.get("Content-Type").startsWith("application/json")) throw new Error(answer.status);
    return answer.json();
  }

  watch(show) {
    this.watchers.add(show);
    if (!this.known) this.load();
    return () => this.watchers.delete(show);
  }

  text(code) {
    return this.known?.get(code)?.text ?? `{{${code}}}`;
  }

  show(element, code) {
    const figure = this.known?.get(code);
    const isLost = this.known !== null && !figure;
    element.className = `ref${isLost ? " ref--lost" : ""}`;
    element.dataset.code = code;
    element.textContent = isLost ? `[référence perdue\u00a0: ${code}]` : this.text(code);
    element.title = figure ? `${figure.label} – ${figure.source}` : "";
  }
}

/* A window with a title and a form; `done` gives what the form holds. Escape and « Annuler » give null. */
function ask(title, fields, done, label) {
  const before = document.activeElement;
  const error = make("p", { class: "field__error", role: "alert", hidden: true });
  const cancel = make("button", { type: "button", class: "button button--quiet" }, "Annuler");
  const heading = make("h2", { id: "prose-dialog-title", class: "prose-dialog__title" }, title);
  const actions = make("div", { class: "form-actions" }, ...(label ? [make("button", { class: "button" }, label)] : []), cancel);
  const form = make("form", { method: "dialog", novalidate: true }, heading, ...fields, error, actions);
  const dialog = make("dialog", { class: "prose-dialog", "aria-labelledby": "prose-dialog-title" }, form);
  document.body.append(dialog);
  return new Promise((resolve) => {
    const close = (value) => {
      dialog.close();
      dialog.remove();
      before?.focus?.();
      resolve(value);
    };
    dialog.addEventListener("cancel", (event) => {
      event.preventDefault();
      close(null);
    });
    cancel.addEventListener("click", () => close(null));
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      event.stopPropagation();
      const told = done();
      if (told.error) {
        error.textContent = told.error;
        error.hidden = false;
        told.field?.setAttribute("aria-invalid", "true");
        told.field?.focus();
      } else close(told.value);
    });
    dialog.addEventListener("input", (event) => event.stopPropagation());
    dialog.choose = close;
    dialog.showModal();
    form.querySelector("input, button")?.focus();
  });
}

const field = (id, label, help, input) =>
  make("div", { class: "field" }, make("label", { for: id, class: "field__label" }, label), ...(help ? [make("p", { class: "field__help", id: `${id}-help` }, help)] : []), input);

export function askLink(url, isSafeUrl) {
  const input = make("input", { id: "prose-link", type: "text", inputmode: "url", autocomplete: "off", spellcheck: "false", "aria-describedby": "prose-link-help" });
  input.value = url;
  const done = () => {
    const typed = input.value.trim();
    const full = /^www\./i.test(typed) ? `https://${typed}` : /^[^\s@/:]+@[^\s@/:]+$/.test(typed) ? `mailto:${typed}` : typed;
    if (full && !isSafeUrl(full)) return { error: "Cette adresse n’est pas admise\u00a0: écrivez une adresse qui commence par https://, http://, mailto: ou /.", field: input };
    return { value: full };
  };
  const help = "Une adresse https://, mailto: ou un chemin du site (/…). Vide, le lien est retiré.";
  return ask("Lien", [field("prose-link", "Adresse du lien", help, input)], done, "Appliquer");
}

export function askCaption(caption) {
  const input = make("input", { id: "prose-caption", type: "text", maxlength: "300", autocomplete: "off" });
  input.value = caption;
  return ask("Légende du tableau", [field("prose-caption", "Légende", "Ce que montre le tableau, en une ligne. Vide, il n’y en a pas.", input)], () => ({ value: input.value.trim() }), "Appliquer");
}

/* Choose by searching: a box, a count that is said, and a list of buttons. */
function choose({ title, label, find, row, none }) {
  const input = make("input", { id: "prose-search", type: "search", autocomplete: "off", spellcheck: "false" });
  const count = make("p", { role: "status", class: "field__help" }, "Recherche…");
  const list = make("ul", { class: "prose-dialog__list" });
  let asked = 0;
  let waiting = 0;
  const show = async () => {
    const turn = (asked += 1);
    let found;
    try {
      found = await find(input.value);
    } catch {
      if (turn === asked) count.textContent = "La liste ne répond pas. Vérifiez votre connexion, puis recommencez.";
      return;
    }
    if (turn !== asked) return;
    const shown = found.slice(0, 60);
    count.textContent = found.length === 0 ? none : found.length > shown.length ? `${found.length} résultats; les ${shown.length} premiers sont montrés. Précisez la recherche.` : `${found.length} résultat${found.length > 1 ? "s" : ""}`;
    list.replaceChildren(...shown.map((one) => {
      const button = make("button", { type: "button" }, ...row(one));
      button.addEventListener("click", () => button.closest("dialog").choose(one));
      return make("li", {}, button);
    }));
  };
  input.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(show, 200);
  });
  input.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown") {
      event.preventDefault();
      list.querySelector("button")?.focus();
    }
  });
  list.addEventListener("keydown", (event) => {
    const buttons = [...list.querySelectorAll("button")];
    const at = buttons.indexOf(document.activeElement) + { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (Number.isNaN(at)) return;
    event.preventDefault();
    if (at < 0) input.focus();
    else buttons[Math.min(at, buttons.length - 1)].focus();
  });
  show();
  const enter = () => {
    const first = list.querySelector("button");
    if (first && list.children.length === 1) setTimeout(() => first.click());
    else first?.focus();
    return { error: first ? "Choisissez un résultat dans la liste." : none };
  };
  return ask(title, [field("prose-search", label, "", input), count, list], enter, "");
}

export const askFigure = (figures) =>
  choose({
    title: "Insérer un chiffre",
    label: "Chercher un chiffre du plan",
    none: "Aucun chiffre du plan ne répond à ces mots.",
    find: async (words) => {
      await figures.load();
      return (await figures.ask(words)).figures;
    },
    row: (one) => [
      make("span", { class: "prose-dialog__label" }, one.label, make("small", {}, `${one.group} · ${one.source}`)),
      make("strong", { class: "prose-dialog__value" }, one.text),
    ],
  });

export const askNote = (figures) =>
  choose({
    title: "Insérer un appel de note",
    label: "Chercher une note",
    none: "Aucune note ne répond à ces mots. Ajoutez d’abord la note dans la partie « Notes » du plan.",
    find: async (words) => (await figures.ask(words)).notes,
    row: (one) => [make("span", { class: "prose-dialog__label" }, `${one.key}. ${one.text}`)],
  });
