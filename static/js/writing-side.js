/* Beside the text: who else is writing, what they changed, the printed page, what is missing, the archives. */
(() => {
  "use strict";
  const root = document.getElementById("writing");
  const W = window.jalonWriting;
  if (!root || !W) return;

  // --- Who is here ---------------------------------------------------------------------------------------------------
  const BEAT = 20_000;
  let since = root.dataset.since;
  const here = root.querySelector("[data-present]");
  const beat = async () => {
    if (document.hidden) return;
    const data = new URLSearchParams({
      csrfmiddlewaretoken: root.querySelector("[name=csrfmiddlewaretoken]").value,
      partie: root.dataset.part, ligne: document.activeElement?.closest?.("[data-write-row]")?.id || "", depuis: since,
    });
    const answer = await W.post(root.dataset.presence, data).catch(() => null);
    if (answer?.status !== 200) return;
    since = answer.data.last;
    show(answer.data.others);
    await news(answer.data.changes);
  };
  const show = (others) => {
    const mine = others.filter((one) => one.part === root.dataset.part);
    const text = mine.map((one) => `${one.name} écrit aussi ici${rowName(one.row)}`).join(" · ");
    if (here && here.dataset.told !== text) {
      here.dataset.told = text;
      here.replaceChildren(...mine.map((one) => badge(`${one.name} écrit aussi ici${rowName(one.row)}`)));
    }
    document.querySelectorAll(".writing-outline__who").forEach((one) => one.remove());
    others.forEach((one) => {
      const link = one.part && document.querySelector(`#writing-outline a[href$="/partie/${CSS.escape(one.part)}/"]`);
      if (!link) return;
      const who = document.createElement("span");
      who.className = "writing-outline__who";
      who.textContent = one.name;
      link.append(" ", who);
    });
  };
  const rowName = (anchor) => {
    const row = anchor ? document.getElementById(anchor) : null;
    const number = row?.querySelector("[data-number]")?.textContent.trim();
    return number ? ` (${number})` : "";
  };
  const badge = (text) => {
    const one = document.createElement("span");
    one.className = "present";
    one.textContent = text;
    return one;
  };
  const news = async (changes) => {
    const seen = changes.filter((one) => one.act !== "edit" || document.getElementById(one.anchor));
    if (!seen.length) return;
    await W.refresh();
    const last = seen.at(-1);
    const what = { edit: "a modifié", add: "a ajouté", move: "a déplacé", archive: "a archivé", restore: "a rétabli" }[last.act];
    W.announce(`${last.by} ${what} « ${last.label.slice(0, 60)} » à ${last.at}.`);
  };
  beat();
  setInterval(beat, BEAT);
  document.addEventListener("visibilitychange", () => { if (!document.hidden) beat(); });
  document.addEventListener("focusin", (event) => {
    const row = event.target.closest?.("[data-write-row]")?.id;
    if (row && row !== beat.row) {
      beat.row = row;
      clearTimeout(beat.soon);
      beat.soon = setTimeout(beat, 1500);
    }
  });

  // --- The panel -----------------------------------------------------------------------------------------------------
  const side = document.getElementById("writing-side");
  let opened = null;
  const close = () => {
    side.hidden = true;
    side.replaceChildren();
    root.classList.remove("has-side", "has-preview");
    opened?.removeAttribute("aria-expanded");
    opened?.focus();
    opened = null;
  };
  const head = (title, ...more) => {
    const bar = document.createElement("div");
    bar.className = "writing__side-head";
    const name = document.createElement("p");
    name.className = "writing__side-title";
    name.textContent = title;
    const out = document.createElement("button");
    out.type = "button";
    out.className = "button button--quiet button--small";
    out.textContent = "Fermer";
    out.addEventListener("click", close);
    bar.append(name, ...more, out);
    return bar;
  };
  const open = async (link) => {
    if (opened === link) return close();
    opened?.removeAttribute("aria-expanded");
    opened = link;
    link.setAttribute("aria-expanded", "true");
    side.hidden = false;
    root.classList.add("has-side");
    root.classList.toggle("has-preview", link.dataset.side === "preview");
    if (link.dataset.side === "preview") return preview(link);
    return panel(link);
  };
  const panel = async (link) => {
    const answer = await fetch(link.href, { headers: { "HX-Request": "true" }, credentials: "same-origin" }).catch(() => null);
    const inner = document.createElement("div");
    inner.className = "writing__panel";
    if (answer?.ok) inner.innerHTML = await answer.text();
    else inner.textContent = "Cette liste n’a pas pu être lue. Vérifiez votre connexion, puis recommencez.";
    const first = !side.firstChild;
    side.replaceChildren(head(link.textContent.trim()), inner);
    if (first) side.querySelector("button").focus();
    return undefined;
  };
  const preview = (link) => {
    const frame = document.createElement("iframe");
    frame.className = "preview";
    frame.title = "Aperçu imprimé du plan";
    frame.src = `${link.dataset.src}#${root.dataset.printed || ""}`;
    const again = document.createElement("button");
    again.type = "button";
    again.className = "button button--quiet button--small";
    again.textContent = "Actualiser";
    again.addEventListener("click", reload);
    side.replaceChildren(head("Aperçu imprimé", again), frame);
    side.querySelector("button").focus();
  };
  const reload = () => {
    const frame = side.querySelector("iframe");
    if (!frame) return;
    const { scrollY } = frame.contentWindow;
    frame.addEventListener("load", () => frame.contentWindow.scrollTo(0, scrollY), { once: true });
    frame.contentWindow.location.reload();
  };
  let later = 0;
  document.addEventListener("writing:saved", () => {
    clearTimeout(later);
    later = setTimeout(reload, 1500);
  });
  document.addEventListener("writing:panel", () => { if (opened?.dataset.side === "panel") panel(opened); });
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-side]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    open(link);
  });
  document.addEventListener("keydown", (event) => { if (event.key === "Escape" && side.contains(event.target)) close(); });

  // --- The outline folds where there is no room for it ---------------------------------------------------------------
  const narrow = window.matchMedia("(max-width: 63.99rem)");
  const fold = root.querySelector("[data-outline-fold]");
  if (narrow.matches) fold.removeAttribute("open");
  narrow.addEventListener("change", () => fold.toggleAttribute("open", !narrow.matches));
  const now = fold.querySelector("[aria-current]");
  const list = fold.querySelector("[data-outline-list]");
  if (now && !narrow.matches) list.scrollTop += now.getBoundingClientRect().top - list.getBoundingClientRect().top - list.clientHeight / 3;
})();
