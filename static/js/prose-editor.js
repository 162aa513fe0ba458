/* The rich editor over a labelled textarea, which stays the truth: it is in the form, holds the markup, and is kept up to
   date at each change. Alt+F10 goes to the toolbar, Escape comes back, Tab leaves. */
"use strict";

const LONGEST = 100000;
const ICONS = {
  heading: "M6 5v14M18 5v14M6 12h12",
  subheading: "M8.5 8v9M15.5 8v9M8.5 12.5h7",
  bullets: "M9 6h11M9 12h11M9 18h11M4.5 6v.2M4.5 12v.2M4.5 18v.2",
  numbers: "M10 6h10M10 12h10M10 18h10M4 5l1.5-1v5M3.8 14.5c2.6-2 2.6.6 0 3.5h2.8",
  indent: "M4 5h16M11 10h9M11 14h9M4 19h16M4 9l3.5 3L4 15",
  outdent: "M4 5h16M11 10h9M11 14h9M4 19h16M7.5 9L4 12l3.5 3",
  link: "M10 14.5a4 4 0 0 0 5.7 0l3-3a4 4 0 0 0-5.7-5.7l-1 1M14 9.5a4 4 0 0 0-5.7 0l-3 3A4 4 0 0 0 11 18.2l1-1",
  table: "M4 5h16v14H4zM4 10h16M4 14.5h16M10 5v14",
  undo: "M8 5L4 9l4 4M4 9h9a5.5 5.5 0 0 1 0 11H9",
  redo: "M16 5l4 4-4 4M20 9h-9a5.5 5.5 0 0 0 0 11h4",
};

/* `parts`: the modules of the editor (tiptap, markup, doc, paste, schema, dialogs); `figures`: what the plan holds. */
export function enhance(textarea, parts, figures) {
  const { markup, doc, dialogs } = parts;
  const { make } = dialogs;
  const native = Object.getOwnPropertyDescriptor(HTMLTextAreaElement.prototype, "value");
  const label = document.querySelector(`label[for="${CSS.escape(textarea.id)}"]`);
  const had = document.activeElement === textarea;
  const wasAtEnd = had && textarea.selectionEnd > 0 && textarea.selectionEnd === textarea.value.length;
  const host = make("div", { class: "prose-edit__host" });
  const says = make("p", { class: "visually-hidden", role: "status" });
  const bar = make("div", { class: "prose-edit__bar", role: "toolbar", "aria-label": "Mise en forme" });
  const shell = make("div", { class: "prose-edit" }, bar, host, says);
  if (label) label.id ||= `${textarea.id}_label`;
  textarea.before(shell);

  const tell = (what, value) => {
    if (what === "base") return baseLevel(shell);
    if (what === "line") return markup.writeLine(value);
    if (what === "toolbar") current().focus();
    else if (what === "link") commands.link();
    return true;
  };
  const help = document.getElementById(`${textarea.id}_helptext`); // how the markup is written: of no use here
  const told = (textarea.getAttribute("aria-describedby") || "").split(" ").filter((one) => one && one !== help?.id);
  const described = [...told, `${textarea.id}_keys`].join(" ");
  shell.append(make("p", { class: "visually-hidden", id: `${textarea.id}_keys` }, "Alt+F10 mène à la mise en forme, Échap en revient."));
  const editor = new parts.tiptap.Editor({
    element: host,
    injectCSS: false,
    enablePasteRules: false, // pasted signs are signs
    extensions: parts.schema.extensions(parts.tiptap, { isSafeUrl: markup.isSafeUrl, figures, tell }),
    content: doc.toDoc(markup.parse(native.get.call(textarea))),
    editorProps: {
      attributes: {
        id: `${textarea.id}_rich`,
        class: "prose-edit__text prose",
        role: "textbox",
        "aria-multiline": "true",
        ...(label ? { "aria-labelledby": label.id } : { "aria-label": "Texte" }),
        "aria-describedby": described,
        ...(textarea.getAttribute("aria-invalid") ? { "aria-invalid": "true" } : {}),
        lang: "fr-CA",
        spellcheck: "true",
      },
      transformPastedHTML: (html) => parts.paste.clean(html, markup.isSafeUrl),
      handlePaste: (view, event) => {
        const size = (event.clipboardData?.getData("text/plain") || "").length;
        if (size <= LONGEST) return false;
        says.textContent = `Ce texte compte ${size.toLocaleString("fr-CA")} caractères; une partie du plan en compte au plus ${LONGEST.toLocaleString("fr-CA")}. Il n’a pas été collé.`;
        says.className = "prose-edit__refusal";
        return true;
      },
    },
    onUpdate: () => {
      native.set.call(textarea, markup.write(doc.toBlocks(editor.getJSON())));
      says.className = "visually-hidden";
      says.textContent = "";
      textarea.dispatchEvent(new Event("input", { bubbles: true }));
    },
    onBlur: () => textarea.dispatchEvent(new Event("change", { bubbles: true })),
    onTransaction: () => later(),
  });
  host.addEventListener("input", (event) => event.stopPropagation()); // the textarea speaks for the editor

  /* Another script that writes in the textarea or focuses it reaches the editor. */
  const refresh = () => editor.commands.setContent(doc.toDoc(markup.parse(native.get.call(textarea))), { emitUpdate: false });
  Object.defineProperty(textarea, "value", {
    configurable: true,
    get: () => native.get.call(textarea),
    set: (value) => {
      native.set.call(textarea, value);
      refresh();
    },
  });
  textarea.focus = () => (textarea.hidden ? editor.view.dom.focus() : HTMLTextAreaElement.prototype.focus.call(textarea));
  const toEditor = () => textarea.focus();
  label?.addEventListener("click", toEditor);
  const reset = () => setTimeout(refresh);
  textarea.form?.addEventListener("reset", reset);

  /* --- The toolbar ---------------------------------------------------------------------------------------------- */

  const chain = () => editor.chain().focus();
  const table = (command) => () => chain()[command]().run();
  const commands = {
    link: async () => {
      const url = await dialogs.askLink(editor.getAttributes("link").href || "", markup.isSafeUrl);
      if (url === null) return;
      const at = chain().extendMarkRange("link");
      if (!url) at.unsetMark("link").run();
      else if (editor.state.selection.empty && !editor.isActive("link")) at.insertContent({ type: "text", text: url.replace(/^mailto:/, ""), marks: [{ type: "link", attrs: { href: url } }] }).run();
      else at.setMark("link", { href: url }).run();
    },
    figure: async () => {
      const figure = await dialogs.askFigure(figures);
      if (figure) chain().insertContent({ type: "mention", attrs: { code: figure.code } }).run();
    },
    note: async () => {
      const note = await dialogs.askNote(figures);
      if (note) chain().insertContent({ type: "call", attrs: { key: note.key } }).run();
    },
    caption: async () => {
      const caption = await dialogs.askCaption(markup.writeLine(editor.getAttributes("table").caption || []));
      if (caption !== null) chain().updateAttributes("table", { caption: markup.readInlines(caption) }).run();
    },
    numeric: () => chain().command(({ tr, state }) => setNumeric(tr, state)).run(),
    markup: () => showMarkup(!textarea.hidden),
  };
  const inTable = () => editor.isActive("table");
  const inList = () => editor.isActive("listItem");
  const groups = [
    [
      { sign: "G", css: "strong", label: "Gras", keys: "Ctrl+B", run: () => chain().toggleBold().run(), on: () => editor.isActive("bold") },
      { sign: "I", css: "em", label: "Italique", keys: "Ctrl+I", run: () => chain().toggleItalic().run(), on: () => editor.isActive("italic") },
    ],
    [
      { icon: "heading", label: "Intertitre", run: () => chain().toggleHeading({ level: 1 }).run(), on: () => editor.isActive("heading", { level: 1 }) },
      { icon: "subheading", label: "Sous-intertitre", run: () => chain().toggleHeading({ level: 2 }).run(), on: () => editor.isActive("heading", { level: 2 }) },
    ],
    [
      { icon: "bullets", label: "Liste à puces", run: () => chain().toggleBulletList().run(), on: () => editor.isActive("bulletList") },
      { icon: "numbers", label: "Liste numérotée", run: () => chain().toggleOrderedList().run(), on: () => editor.isActive("orderedList") },
      { icon: "indent", label: "Augmenter le retrait", keys: "Ctrl+]", run: () => chain().sinkListItem("listItem").run(), shown: inList },
      { icon: "outdent", label: "Diminuer le retrait", keys: "Ctrl+[", run: () => chain().liftListItem("listItem").run(), shown: inList },
    ],
    [
      { icon: "link", label: "Lien", keys: "Ctrl+K", run: commands.link, on: () => editor.isActive("link") },
      { icon: "table", label: "Insérer un tableau", run: () => chain().insertTable({ rows: 3, cols: 2, withHeaderRow: true }).run(), off: inTable },
      { word: "Chiffre", label: "Insérer un chiffre", run: commands.figure, shown: () => Boolean(figures.url) },
      { word: "Note", label: "Insérer un appel de note", run: commands.note, shown: () => Boolean(figures.url) },
    ],
    [
      { icon: "undo", label: "Annuler", keys: "Ctrl+Z", run: () => chain().undo().run(), off: () => !editor.can().undo() },
      { icon: "redo", label: "Rétablir", keys: "Ctrl+Y", run: () => chain().redo().run(), off: () => !editor.can().redo() },
      { word: "Balisage", label: "Voir le balisage", run: commands.markup, on: () => !textarea.hidden, always: true },
    ],
    [
      { word: "Ligne +", label: "Ajouter une ligne dessous", run: table("addRowAfter"), shown: inTable },
      { word: "Ligne −", label: "Supprimer la ligne", run: table("deleteRow"), shown: inTable },
      { word: "Colonne +", label: "Ajouter une colonne à droite", run: table("addColumnAfter"), shown: inTable },
      { word: "Colonne −", label: "Supprimer la colonne", run: table("deleteColumn"), shown: inTable },
      { word: "Titres de ligne", label: "La première colonne nomme les lignes", run: table("toggleHeaderColumn"), shown: inTable },
      { word: "Nombres", label: "Aligner la colonne à droite", run: commands.numeric, shown: inTable },
      { word: "Légende", label: "Légende du tableau", run: commands.caption, shown: inTable },
      { word: "Retirer", label: "Supprimer le tableau", run: table("deleteTable"), shown: inTable },
    ],
  ];
  const buttons = groups.flatMap((group) => {
    const span = make("span", { class: "prose-edit__group" });
    bar.append(span);
    return group.map((item) => {
      const inside = item.icon ? icon(ICONS[item.icon]) : make(item.css || "span", {}, item.sign || item.word);
      // the words that are seen are part of the name that is said
      const name = item.word && !item.label.toLowerCase().includes(item.word.toLowerCase()) ? `${item.word}\u00a0: ${item.label}` : item.label;
      const button = make("button", { type: "button", class: "prose-edit__button", "aria-label": name, title: item.keys ? `${item.label} (${item.keys})` : item.label, tabindex: "-1" }, inside);
      button.addEventListener("mousedown", (event) => event.preventDefault()); // the selection stays in the text
      button.addEventListener("click", () => button.getAttribute("aria-disabled") !== "true" && item.run());
      span.append(button);
      return { ...item, button };
    });
  });
  buttons[0].button.tabIndex = 0;
  const usable = () => buttons.filter((one) => !one.button.hidden).map((one) => one.button);
  const current = () => usable().find((one) => one.tabIndex === 0) || usable()[0];
  const rove = (button) => {
    buttons.forEach((one) => { one.button.tabIndex = one.button === button ? 0 : -1; });
    button.focus();
  };
  bar.addEventListener("keydown", (event) => {
    const all = usable();
    const at = all.indexOf(document.activeElement);
    const to = { ArrowRight: (at + 1) % all.length, ArrowLeft: (at - 1 + all.length) % all.length, Home: 0, End: all.length - 1 }[event.key];
    if (event.key === "Escape") textarea.hidden ? editor.commands.focus() : textarea.focus();
    else if (to !== undefined) rove(all[to]);
    else return;
    event.preventDefault();
    event.stopPropagation();
  });
  bar.addEventListener("focusin", (event) => {
    if (event.target.tabIndex !== 0) rove(event.target);
  });

  let waiting = false;
  const later = () => {
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(() => {
      waiting = false;
      if (!editor.isDestroyed) paint();
    });
  };
  const paint = () => {
    for (const { button, on, off, shown, always } of buttons) {
      if (on) button.setAttribute("aria-pressed", String(on()));
      const isOff = !always && (!textarea.hidden || Boolean(off && off()));
      if (isOff) button.setAttribute("aria-disabled", "true");
      else button.removeAttribute("aria-disabled");
      button.hidden = Boolean(shown) && !shown();
    }
    bar.querySelectorAll(".prose-edit__group").forEach((group) => { group.hidden = [...group.children].every((one) => one.hidden); });
    if (!usable().some((one) => one.tabIndex === 0)) usable()[0].tabIndex = 0;
  };

  /* The column of the cell where one stands: numbers to the right, or not. */
  function setNumeric(tr, state) {
    const { $from } = state.selection;
    let depth = $from.depth;
    while (depth && $from.node(depth).type.name !== "table") depth -= 1;
    if (!depth) return false;
    const column = $from.index(depth + 1);
    const numeric = !$from.node(depth).child(0).maybeChild(column)?.attrs.numeric;
    let at = $from.start(depth);
    $from.node(depth).forEach((row) => {
      let inside = at + 1;
      row.forEach((cell, _, rank) => {
        if (rank === column) tr.setNodeMarkup(inside, null, { ...cell.attrs, numeric });
        inside += cell.nodeSize;
      });
      at += row.nodeSize;
    });
    return true;
  }

  /* The markup itself, for who prefers it: the same textarea, shown. */
  function showMarkup(isRich) {
    if (isRich) refresh();
    host.hidden = !isRich;
    textarea.hidden = isRich;
    name(isRich);
    paint();
    textarea.focus();
  }
  const name = (isRich) => {
    if (help) help.hidden = isRich;
    if (!label) return;
    if (isRich) label.removeAttribute("for"); // a hidden textarea has no name to give
    else label.setAttribute("for", textarea.id);
  };

  textarea.hidden = true;
  name(true);
  paint();
  if (had) editor.commands.focus(wasAtEnd ? "end" : "start"); // who already types goes on where they were
  return {
    destroy() {
      textarea.form?.removeEventListener("reset", reset);
      label?.removeEventListener("click", toEditor);
      editor.destroy();
      shell.remove();
    },
  };

  function icon(path) {
    const space = "http://www.w3.org/2000/svg";
    const svg = document.createElementNS(space, "svg");
    const line = document.createElementNS(space, "path");
    for (const [key, value] of Object.entries({ viewBox: "0 0 24 24", width: 20, height: 20, fill: "none", stroke: "currentColor", "stroke-width": 1.8, "stroke-linecap": "round", "stroke-linejoin": "round", "aria-hidden": "true", focusable: "false" })) svg.setAttribute(key, value);
    line.setAttribute("d", path);
    svg.append(line);
    return svg;
  }
}

/* One below the heading under which the editor stands, so that its own headings stay nested. */
function baseLevel(shell) {
  const before = [...document.querySelectorAll("h1, h2, h3, h4, h5, h6")].filter((one) => !one.closest(".prose-edit") && one.compareDocumentPosition(shell) & Node.DOCUMENT_POSITION_FOLLOWING);
  return Math.min(before.length ? Number(before.at(-1).tagName[1]) + 1 : 2, 6);
}
