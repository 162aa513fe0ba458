/* The structure of the plan: order by drag, by buttons and by arrow keys; add, copy, archive, restore, undo. Each act is
   sent to the server, then the outline and the rows are read again; boxes in which one types stay as they are. */
(() => {
  "use strict";
  const root = document.getElementById("writing");
  const W = window.jalonWriting;
  if (!root || !W) return;
  const home = root.dataset.presence.replace(/presence\/$/, "");
  const reveal = () => root.querySelectorAll("[data-handle]").forEach((one) => { one.hidden = false; });
  reveal();

  // --- Reading the page again ----------------------------------------------------------------------------------------
  const formOf = (row) => document.getElementById(`f-${row.id}`);
  // The boxes of a row that nobody else changed, or in which one is typing, are carried over into the new row.
  const carry = (old, fresh) => {
    const form = formOf(old);
    if (!form) return;
    const isBusy = W.isDirty(form) || old.hasAttribute("data-in-conflict") || form.contains(document.activeElement)
      || [...form.elements].includes(document.activeElement);
    if (!isBusy && old.dataset.version !== fresh.dataset.version) return;
    const place = fresh.querySelector(`#${CSS.escape(form.id)}`);
    if (old.tagName === "TR") {
      const cells = [...old.querySelectorAll(":scope > .write-cell")];
      [...fresh.querySelectorAll(":scope > .write-cell")].forEach((cell, rank) => cells[rank] && cell.replaceWith(cells[rank]));
    }
    place.replaceWith(form);
    const box = document.getElementById(`conflit-${old.id}`);
    if (box) {
      fresh.setAttribute("data-in-conflict", "");
      if (old.tagName === "TR") fresh.after(box);
      else form.after(box);
    }
    if (isBusy && old.dataset.version !== fresh.dataset.version) fresh.dataset.version = old.dataset.version;
  };
  const folds = (place) => new Map([...place.querySelectorAll("details[data-fold]")].map((one) => [one.dataset.fold, one.open]));
  const unfold = (place, open) => place.querySelectorAll("details[data-fold]").forEach((one) => {
    if (open.has(one.dataset.fold)) one.open = open.get(one.dataset.fold);
  });
  let reading = null;
  W.refresh = () => {
    reading = (reading || Promise.resolve()).then(readAgain, readAgain);
    return reading;
  };
  const readAgain = async () => {
    const answer = await fetch(location.pathname + location.search, { credentials: "same-origin" });
    if (!answer.ok) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const focused = document.activeElement;
    const fresh = document.adoptNode(page.getElementById("writing-rows"));
    const rows = document.getElementById("writing-rows");
    if (fresh && rows) {
      const open = folds(rows);
      fresh.querySelectorAll("[data-write-row]").forEach((one) => {
        const old = document.getElementById(one.id);
        if (old) carry(old, one);
      });
      const top = anchorInView();
      unfold(fresh, open);
      rows.replaceChildren(...fresh.childNodes);
      keepInView(top);
    }
    const list = document.querySelector("[data-outline-list]");
    const freshList = page.querySelector("[data-outline-list]");
    if (list && freshList) {
      const open = folds(list);
      const scroll = list.scrollTop;
      unfold(freshList, open);
      freshList.querySelectorAll("[data-needs-script]").forEach((one) => { one.hidden = false; });
      list.replaceChildren(...freshList.childNodes);
      list.scrollTop = scroll;
    }
    for (const name of ["[data-undo]", "[data-redo]"]) {
      root.querySelector(name).disabled = page.querySelector(name).disabled;
    }
    reveal();
    if (focused?.isConnected && document.activeElement !== focused) focused.focus({ preventScroll: true });
    document.dispatchEvent(new CustomEvent("writing:added", { detail: root }));
  };
  // What one looks at stays where it is while rows come and go above.
  const anchorInView = () => {
    const row = [...root.querySelectorAll("[data-write-row]")].find((one) => one.getBoundingClientRect().bottom > 80);
    return row ? { id: row.id, top: row.getBoundingClientRect().top } : null;
  };
  const keepInView = (seen) => {
    const row = seen && document.getElementById(seen.id);
    if (row) window.scrollBy(0, row.getBoundingClientRect().top - seen.top);
  };

  // --- Acts ----------------------------------------------------------------------------------------------------------
  let busy = false;
  const act = async (url, data, { focus, form } = {}) => {
    if (busy) return;
    busy = true;
    try {
      await W.flush();
      let answer = await W.post(url, data);
      if (answer.status === 403 && (await W.renew())) {
        data.set("csrfmiddlewaretoken", root.querySelector("[name=csrfmiddlewaretoken]").value);
        answer = await W.post(url, data);
      }
      if (answer.status === 422 && answer.data.count) {
        if (!window.confirm(answer.data.message)) return;
        data.set("confirme", answer.data.count);
        answer = await W.post(url, data);
      }
      await follow(answer, focus, form);
    } catch {
      W.announce("Hors ligne : ce geste attend le retour de la connexion. Rien n’a été changé.", "offline");
    } finally {
      busy = false;
    }
  };
  const follow = async (answer, focus, form) => {
    const { status, data } = answer;
    if (status !== 200) {
      const place = form?.querySelector("[data-add-errors]");
      if (place) place.textContent = "";
      if (place && status === 422) {
        const told = document.createElement("p");
        told.className = "field__error";
        told.textContent = data.message;
        place.append(told);
        form.querySelector(":is(input, textarea, select):not([type=hidden])")?.focus();
      }
      W.announce(data.message || "Rien n’a été changé : rechargez la page, puis recommencez.", "error");
      if (status === 409) await W.refresh();
      return;
    }
    const url = new URL(data.url || location.href, location.href);
    if (url.pathname !== location.pathname) {
      location.assign(url.href);
      return;
    }
    form?.matches("[data-add]") && form.reset();
    form?.closest("details")?.removeAttribute("open");
    if (data.anchor && data.version) W.setVersion(data.anchor, data.version);
    await W.refresh();
    W.announce(data.message, "saved");
    if (focus) focus();
    else focusRow(url.hash.slice(1));
    if (document.querySelector("[data-restore]")) document.dispatchEvent(new CustomEvent("writing:panel"));
  };
  const focusRow = (anchor) => {
    const row = anchor && document.getElementById(anchor);
    if (!row) return;
    row.scrollIntoView({ block: "nearest" });
    const form = formOf(row);
    const first = form && [...form.elements].find((one) => one.matches("textarea, select, input:not([type=hidden])") && !one.closest("details:not([open])"));
    first?.focus({ preventScroll: true });
  };
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!root.contains(form) || !form.matches("[data-structure]")) return;
    event.preventDefault();
    event.stopPropagation();
    form.closest("details.menu")?.removeAttribute("open");
    const row = form.closest("[data-write-row]");
    const data = new URLSearchParams([...new FormData(form)].map(([name, value]) => [name, String(value)]));
    const step = Number(form.dataset.step || 0);
    act(form.getAttribute("action"), data, { form, focus: focusAfter(form, row, step) });
  }, true);
  // Where the keyboard stands afterwards: on the same button of the row that moved, on the neighbour of one that went.
  const focusAfter = (form, row, step) => {
    if (step) {
      return () => {
        const moved = document.getElementById(row.id);
        const same = moved?.querySelector(step < 0 ? "[data-up]" : "[data-down]");
        const other = moved?.querySelector(step < 0 ? "[data-down]" : "[data-up]");
        (same && !same.disabled ? same : other && !other.disabled ? other : moved?.querySelector("[data-handle]"))?.focus();
        moved?.scrollIntoView({ block: "nearest" });
      };
    }
    if (form.matches("[data-archive]")) {
      const next = neighbour(row, 1) || neighbour(row, -1);
      return () => (document.getElementById(next?.id)?.querySelector("[data-handle], summary") || root.querySelector("[data-undo]")).focus();
    }
    if (form.querySelector("[data-undo], [data-redo]")) {
      const name = form.querySelector("[data-undo]") ? "[data-undo]" : "[data-redo]";
      return () => {
        const button = root.querySelector(name);
        if (button.disabled) root.querySelector("h1").setAttribute("tabindex", "-1");
        (button.disabled ? root.querySelector("h1") : button).focus({ preventScroll: true });
      };
    }
    return null;
  };

  // --- By keyboard ---------------------------------------------------------------------------------------------------
  const siblings = (node) => [...node.parentElement.children].filter((one) => one.dataset.kind === node.dataset.kind);
  const neighbour = (node, step) => {
    const order = siblings(node);
    return order[order.indexOf(node) + step];
  };
  const move = (node, where, focus) => {
    const key = root.querySelector("[name=csrfmiddlewaretoken]").value;
    const url = `${home}ligne/${node.dataset.kind}/${node.dataset.pk}/deplacer/`;
    const data = new URLSearchParams({ csrfmiddlewaretoken: key, version: node.dataset.version, retour: location.pathname, ...where });
    return W.flush().then(() => {
      data.set("version", document.querySelector(`[data-node="${node.dataset.node}"]`)?.dataset.version || node.dataset.version);
      return act(url, data, { focus });
    });
  };
  const again = (node, inOutline) => () => {
    const place = inOutline ? document.querySelector("[data-outline-list]") : document.getElementById("writing-rows");
    const moved = place?.querySelector(`[data-node="${node}"]`);
    moved?.querySelector(inOutline ? "[data-movable]" : "[data-handle]")?.focus();
    moved?.scrollIntoView({ block: "nearest" });
  };
  document.addEventListener("keydown", (event) => {
    const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    if (!step) return;
    const handle = event.target.closest?.("[data-handle]");
    const link = event.altKey && event.target.closest?.("[data-movable]");
    if (!handle && !link) return;
    event.preventDefault();
    const node = event.target.closest("[data-node]");
    const beside = neighbour(node, step);
    if (!beside) {
      W.announce(step < 0 ? "Cette ligne est déjà la première." : "Cette ligne est déjà la dernière.");
      return;
    }
    move(node, { [step < 0 ? "avant" : "apres"]: beside.dataset.pk }, again(node.dataset.node, Boolean(link)));
  });

  // --- By drag: mouse, pen and finger --------------------------------------------------------------------------------
  let drag = null;
  const clear = () => document.querySelectorAll(".drop-before, .drop-after, .drop-in").forEach((one) => one.classList.remove("drop-before", "drop-after", "drop-in"));
  document.addEventListener("pointerdown", (event) => {
    const grip = event.target.closest?.("[data-grip]");
    if (!grip || event.button > 0) return;
    const node = grip.closest("[data-node]");
    drag = { grip, node, x: event.clientX, y: event.clientY, started: false, where: null };
    grip.setPointerCapture(event.pointerId);
  });
  document.addEventListener("pointermove", (event) => {
    if (!drag) return;
    if (!drag.started && Math.hypot(event.clientX - drag.x, event.clientY - drag.y) < 5) return;
    drag.started = true;
    drag.node.classList.add("is-dragged");
    if (event.clientY < 90) window.scrollBy(0, -14);
    if (event.clientY > window.innerHeight - 60) window.scrollBy(0, 14);
    aim(event);
  });
  const aim = (event) => {
    clear();
    drag.where = null;
    const { node } = drag;
    const under = document.elementFromPoint(event.clientX, event.clientY);
    const zone = node.closest("[data-outline-list], [data-rows]");
    if (!under || !zone.contains(under)) return;
    const over = under.closest(`[data-node][data-kind="${node.dataset.kind}"]`);
    if (over === node) return;
    const list = (over || under).closest(`[data-list="${node.dataset.kind}"]`);
    const to = list?.dataset.parent && list.dataset.parent !== node.closest("[data-list]").dataset.parent ? { vers: list.dataset.parent } : {};
    if (over) {
      const box = over.getBoundingClientRect();
      const isBefore = event.clientY < box.top + box.height / 2;
      over.classList.add(isBefore ? "drop-before" : "drop-after");
      drag.where = { ...to, [isBefore ? "avant" : "apres"]: over.dataset.pk };
    } else if (list && to.vers) {
      list.classList.add("drop-in");
      drag.where = to;
    }
  };
  const end = (isDone) => {
    if (!drag) return;
    const { node, where, started } = drag;
    const inOutline = Boolean(node.closest("[data-outline-list]"));
    node.classList.remove("is-dragged");
    clear();
    drag = null;
    if (isDone && started && where) move(node, where, again(node.dataset.node, inOutline));
  };
  document.addEventListener("pointerup", () => end(true));
  document.addEventListener("pointercancel", () => end(false));
  document.addEventListener("keydown", (event) => { if (event.key === "Escape") end(false); });
})();
