/* Saving as one types: each row is sent by itself with the version it was read at. What cannot be sent is kept in this
   browser and sent on return. Nothing that was typed is lost: neither by a reload, a cut, a conflict nor a refusal. */
(() => {
  "use strict";
  const root = document.getElementById("writing");
  if (!root) return;
  root.classList.add("is-live");
  root.querySelectorAll("[data-needs-script]").forEach((one) => { one.hidden = false; });
  const W = (window.jalonWriting = {});
  const PAUSE = 900; // ms of quiet before a row is sent
  const AGAIN = 6000; // ms before another try when the service does not answer
  const PREFIX = `jalon:${root.dataset.person}:${root.dataset.plan}:`;
  const NEITHER = new Set(["csrfmiddlewaretoken", "version", "retour"]);
  const forms = () => [...root.querySelectorAll("form[data-autosave]")];
  const rowOf = (form) => form.closest("[data-write-row]");
  const notes = new WeakMap(); // form → {base, timer, sending, again, state}

  // --- What a form holds ---------------------------------------------------------------------------------------------
  const values = (form) => [...new FormData(form)].filter(([name]) => !NEITHER.has(name)).map(([name, value]) => [name, String(value)]);
  const told = (form) => JSON.stringify(values(form));
  const note = (form) => {
    if (!notes.has(form)) notes.set(form, { base: told(form), timer: 0, sending: null, again: false, state: "" });
    return notes.get(form);
  };
  const control = (form, name) => [...form.elements].find((one) => one.name === name);
  const put = (box, value) => {
    if (!box) return;
    if (box.type === "checkbox") box.checked = value !== "" && value !== "False";
    else if (box.value !== value) box.value = value;
    else return;
    box.dispatchEvent(new CustomEvent("prose:refresh", { bubbles: true })); // an editor that stands for the box reads it again
  };
  const setVersion = (anchor, version) => {
    document.querySelectorAll(`[data-of="${anchor}"] [name=version]`).forEach((one) => { one.value = version; });
    document.querySelectorAll(`[data-node="${anchor}"]`).forEach((one) => { one.dataset.version = version; });
  };
  W.isDirty = (form) => told(form) !== note(form).base || Boolean(note(form).sending);
  W.setVersion = setVersion;
  W.put = put;

  // --- What is kept in this browser ----------------------------------------------------------------------------------
  const keep = (form) => {
    const row = rowOf(form);
    const draft = {
      action: form.getAttribute("action"), page: location.pathname, version: form.elements.version.value, data: values(form),
      at: Date.now(), title: row.getAttribute("aria-label") || row.querySelector("th")?.textContent.trim() || row.id,
    };
    try {
      localStorage.setItem(PREFIX + row.id, JSON.stringify(draft));
      return true;
    } catch {
      return false; // full, or forbidden: the text is still in its box, and leaving asks first
    }
  };
  const drop = (anchor) => { try { localStorage.removeItem(PREFIX + anchor); } catch { /* nothing was kept */ } };
  const kept = () => {
    const found = [];
    try {
      for (let rank = 0; rank < localStorage.length; rank += 1) {
        const key = localStorage.key(rank);
        if (key.startsWith(PREFIX)) found.push([key.slice(PREFIX.length), JSON.parse(localStorage.getItem(key))]);
      }
    } catch { /* nothing is kept */ }
    return found;
  };

  // --- What is said --------------------------------------------------------------------------------------------------
  const line = root.querySelector("[data-bar] [data-state]");
  const clock = (at) => `${at.getHours()} h ${String(at.getMinutes()).padStart(2, "0")}`;
  let lastSaved = "";
  const say = (tone, text) => {
    if (!line || (line.dataset.tone === tone && line.textContent === text)) return;
    line.dataset.tone = tone;
    line.textContent = text;
  };
  const summary = () => {
    const all = forms().map((form) => note(form).state);
    const count = (state) => all.filter((one) => one === state).length;
    const parts = (number) => (number > 1 ? ` (${number} endroits)` : "");
    if (count("conflict")) say("error", "Deux textes à comparer : choisissez ce qui convient.");
    else if (count("refused")) say("error", `À corriger avant l’enregistrement${parts(count("refused"))}. Votre texte est gardé ici.`);
    else if (count("signed-out")) say("error", "Votre session est terminée. Votre texte est gardé ici : connectez-vous dans un autre onglet.");
    else if (count("offline")) say("offline", `Hors ligne : votre texte est gardé ici${parts(count("offline"))}.`);
    else if (count("sending") || count("typing")) say("typing", "Enregistrement…");
    else if (lastSaved) say("saved", `Enregistré à ${lastSaved}`);
  };
  const WORDS = { typing: "", sending: "Enregistrement…", offline: "Hors ligne : votre texte est gardé ici.", conflict: "Deux textes à comparer" };
  const state = (form, name, text) => {
    note(form).state = name;
    const place = rowOf(form)?.querySelector(`#${CSS.escape(form.id)} [data-row-state]`);
    if (place) {
      place.dataset.tone = name;
      place.textContent = text ?? WORDS[name] ?? "";
    }
    summary();
  };
  W.state = say;
  W.announce = (text, tone = "saved") => {
    const live = root.querySelector("[data-announce]");
    live.textContent = "";
    requestAnimationFrame(() => { live.textContent = text; });
    const isTroubled = forms().some((form) => ["conflict", "refused", "signed-out", "offline"].includes(note(form).state));
    if (text && (!isTroubled || tone === "error")) say(tone, text); // what is to be mended stays in sight
  };

  // --- Sending -------------------------------------------------------------------------------------------------------
  const body = (form) => new URLSearchParams([...new FormData(form)].map(([name, value]) => [name, String(value)]));
  W.post = async (url, data, options = {}) => {
    const answer = await fetch(url, { method: "POST", headers: { Accept: "application/json" }, body: data, credentials: "same-origin", ...options });
    const isJson = (answer.headers.get("Content-Type") || "").includes("json");
    return { status: answer.status, data: isJson ? await answer.json() : {}, isJson };
  };
  const schedule = (form, wait = PAUSE) => {
    clearTimeout(note(form).timer);
    note(form).timer = setTimeout(() => send(form), wait);
  };
  const send = (form) => {
    const mine = note(form);
    clearTimeout(mine.timer);
    if (rowOf(form)?.hasAttribute("data-in-conflict")) return Promise.resolve();
    if (mine.sending) {
      mine.again = true;
      return mine.sending;
    }
    const sent = told(form);
    if (sent === mine.base) {
      drop(rowOf(form).id);
      if (mine.state !== "saved") {
        showErrors(form, {});
        state(form, "", "");
      }
      return Promise.resolve();
    }
    state(form, "sending");
    mine.sending = W.post(form.getAttribute("action"), body(form))
      .then((answer) => settle(form, sent, answer), () => state(form, "offline"))
      .finally(() => {
        mine.sending = null;
        if (mine.state === "offline" || mine.state === "signed-out") schedule(form, AGAIN);
        else if (mine.again || (mine.state === "sending" && told(form) !== mine.base)) schedule(form, 50);
        mine.again = false;
        summary();
      });
    return mine.sending;
  };
  const settle = async (form, sent, { status, data, isJson }) => {
    const row = rowOf(form);
    showErrors(form, status === 422 ? data.errors || {} : {});
    if (status === 200 && isJson) return saved(form, sent, data);
    if (status === 409 && data.html) return conflict(form, data);
    if (status === 409) return state(form, "refused", data.message);
    if (status === 422) return state(form, "refused", `Non enregistré. ${data.message || "Corrigez ce qui est signalé"}`.trim());
    if (status === 401) return state(form, "signed-out");
    if (status === 403) return (await renew()) ? schedule(form, 50) : state(form, "refused", data.message || "Vous ne pouvez plus écrire ce plan. Votre texte est gardé ici.");
    if (status === 404) return state(form, "refused", "Cette partie n’est plus dans le plan. Votre texte est gardé ici.");
    if (status === 400 || status === 413) return state(form, "refused", "Ce texte est trop long pour être enregistré. Il est gardé ici : raccourcissez-le ou répartissez-le entre plusieurs parties.");
    if (row) keep(form);
    return state(form, "offline", "Le service ne répond pas : votre texte est gardé ici.");
  };
  const saved = (form, sent, data) => {
    const anchor = rowOf(form).id;
    setVersion(anchor, data.version);
    const before = new Map(JSON.parse(sent));
    Object.entries(data.merged || {}).forEach(([name, value]) => {
      const box = control(form, name);
      if (box && (box.type === "checkbox" || box.value === (before.get(name) ?? ""))) put(box, value);
      before.set(name, value);
    });
    note(form).base = Object.keys(data.merged || {}).length ? told(form) : sent;
    lastSaved = data.at;
    if (told(form) === note(form).base) {
      drop(anchor);
      state(form, "saved", `Enregistré à ${data.at}`);
    } else keep(form);
    root.querySelector("[data-undo]")?.removeAttribute("disabled");
    root.querySelector("[data-redo]")?.setAttribute("disabled", "");
    document.dispatchEvent(new CustomEvent("writing:saved"));
  };
  const showErrors = (form, errors) => {
    [...form.elements].forEach((box) => {
      if (!box.name || NEITHER.has(box.name)) return;
      const id = `${box.id}_refus`;
      document.getElementById(id)?.remove();
      if (!errors[box.name]) return box.removeAttribute("aria-invalid");
      box.setAttribute("aria-invalid", "true");
      box.setAttribute("aria-errormessage", id);
      const sentence = document.createElement("p");
      sentence.className = "field__error";
      sentence.id = id;
      sentence.textContent = errors[box.name];
      box.closest("details:not([open])")?.setAttribute("open", "");
      (box.closest(".field") || box.closest("td") || box.parentElement).append(sentence);
      return undefined;
    });
  };
  // A session begun anew in another tab has another key: it is read from the page itself.
  const renew = async () => {
    const page = await fetch(location.href, { credentials: "same-origin" }).then((one) => (one.ok && !one.redirected ? one.text() : ""), () => "");
    const key = new DOMParser().parseFromString(page, "text/html").querySelector("#writing [name=csrfmiddlewaretoken]")?.value;
    if (!key || key === renew.last) return false;
    renew.last = key;
    document.querySelectorAll("[name=csrfmiddlewaretoken]").forEach((one) => { one.value = key; });
    return true;
  };
  W.flush = () => Promise.all(forms().filter((form) => W.isDirty(form)).map((form) => send(form)));
  W.renew = renew;

  // --- Two texts -----------------------------------------------------------------------------------------------------
  const conflict = (form, data) => {
    const row = rowOf(form);
    keep(form);
    state(form, "conflict");
    row.setAttribute("data-in-conflict", "");
    document.getElementById(`conflit-${row.id}`)?.remove();
    const isLine = row.tagName === "TR";
    const box = document.createElement(isLine ? "tr" : "div");
    box.id = `conflit-${row.id}`;
    box.className = "write-conflict";
    const inner = isLine ? box.appendChild(document.createElement("td")) : box;
    if (isLine) inner.colSpan = row.cells.length;
    inner.innerHTML = data.html;
    if (isLine) row.after(box);
    else form.after(box);
    box.querySelectorAll("[data-take]").forEach((button) => { button.hidden = false; });
    (box.querySelector(".conflict") || box.querySelector("button")).focus();
    document.dispatchEvent(new CustomEvent("writing:added", { detail: box }));
  };
  const rowOfConflict = (form) => document.getElementById(form.closest(".write-conflict").id.slice("conflit-".length));
  const endConflict = (row, version) => {
    document.getElementById(`conflit-${row.id}`)?.remove();
    row.removeAttribute("data-in-conflict");
    const form = document.getElementById(`f-${row.id}`);
    setVersion(row.id, version);
    note(form).base = told(form);
    drop(row.id);
    return form;
  };
  const settleConflict = async (form) => {
    const row = rowOfConflict(form);
    const mine = document.getElementById(`f-${row.id}`);
    const answer = await W.post(form.getAttribute("action"), body(form)).catch(() => null);
    if (!answer) return W.announce("Hors ligne : vos deux textes sont gardés ici. Enregistrez de nouveau au retour de la connexion.", "offline");
    if (answer.status === 409 && answer.data.html) return conflict(mine, answer.data);
    if (answer.status !== 200) return W.announce(answer.data.message || Object.values(answer.data.errors || {}).join(" ") || "L’enregistrement n’a pas abouti.", "error");
    new FormData(form).forEach((value, name) => { if (!NEITHER.has(name)) put(control(mine, name), String(value)); });
    endConflict(row, answer.data.version);
    lastSaved = answer.data.at;
    state(mine, "saved", `Enregistré à ${answer.data.at}`);
    mine.querySelector("textarea, input:not([type=hidden])")?.focus();
    document.dispatchEvent(new CustomEvent("writing:saved"));
    return undefined;
  };
  const keepTheirs = (form) => {
    const row = rowOfConflict(form);
    const mine = document.getElementById(`f-${row.id}`);
    form.querySelectorAll("[data-theirs]").forEach((one) => {
      const box = document.getElementById(one.parentElement.querySelector("[data-take]").dataset.take);
      put(control(mine, box.name), one.dataset.theirs);
    });
    endConflict(row, form.elements.version.value);
    state(mine, "", "");
  };

  // --- What people do ------------------------------------------------------------------------------------------------
  const touched = (event) => {
    const form = event.target.form;
    if (!form?.matches("form[data-autosave]") || !rowOf(form)) return;
    const mine = note(form);
    if (told(form) === mine.base && !mine.sending) return send(form);
    const isKept = keep(form);
    if (!["offline", "conflict", "signed-out"].includes(mine.state)) state(form, "typing");
    mine.isKept = isKept;
    if (mine.state !== "conflict") schedule(form);
    return undefined;
  };
  const noteAll = () => forms().forEach(note); // what was read, before anybody types
  noteAll();
  document.addEventListener("writing:added", noteAll);
  document.addEventListener("input", touched);
  document.addEventListener("change", touched);
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!root.contains(form) || !form.matches("[data-autosave], [data-conflict]")) return;
    event.preventDefault();
    event.stopPropagation();
    if (form.matches("[data-conflict]")) settleConflict(form);
    else send(form);
  }, true);
  document.addEventListener("click", (event) => {
    const take = event.target.closest("[data-take]");
    if (take) {
      const mine = document.getElementById(take.dataset.take);
      put(mine, take.closest(".clash").querySelector("[data-theirs]").dataset.theirs);
      mine.focus();
    }
    const theirs = event.target.closest("[data-keep-theirs]");
    if (theirs?.closest(".write-conflict")) {
      event.preventDefault();
      keepTheirs(theirs.closest("form"));
    }
  });
  document.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "s") {
      event.preventDefault();
      W.flush();
    }
  });
  window.addEventListener("online", () => forms().filter((form) => note(form).state === "offline").forEach((form) => send(form)));
  window.addEventListener("focus", () => forms().filter((form) => note(form).state === "signed-out").forEach((form) => send(form)));
  document.addEventListener("visibilitychange", () => { if (document.hidden) W.flush(); });
  window.addEventListener("pagehide", () => forms().filter((form) => told(form) !== note(form).base).forEach((form) => {
    keep(form);
    fetch(form.getAttribute("action"), { method: "POST", headers: { Accept: "application/json" }, body: body(form), keepalive: true }).catch(() => {});
  }));
  window.addEventListener("beforeunload", (event) => {
    if (forms().some((form) => told(form) !== note(form).base && note(form).isKept === false)) event.preventDefault();
  });

  // --- What was left behind ------------------------------------------------------------------------------------------
  const fill = (form, draft) => {
    const wanted = new Map(draft.data);
    [...form.elements].forEach((box) => {
      if (!box.name || NEITHER.has(box.name) || box.type === "submit") return;
      if (box.multiple) {
        const chosen = draft.data.filter(([name]) => name === box.name).map(([, value]) => value);
        [...box.options].forEach((one) => { one.selected = chosen.includes(one.value); });
      } else put(box, wanted.get(box.name) ?? "");
    });
  };
  const takeUp = (anchor, draft) => {
    const form = document.getElementById(`f-${anchor}`);
    if (!form) return sendLeft(anchor, draft);
    if (JSON.stringify(draft.data) === told(form)) return drop(anchor);
    fill(form, draft);
    setVersion(anchor, draft.version);
    state(form, "typing", `Texte du ${new Date(draft.at).toLocaleDateString("fr-CA", { day: "numeric", month: "long" })}, ${clock(new Date(draft.at))}, repris : il n’était pas encore enregistré.`);
    return schedule(form, 300);
  };
  // A row of another page: sent as it was; what cannot be is told, with the way to it.
  const sendLeft = async (anchor, draft) => {
    const key = root.querySelector("[name=csrfmiddlewaretoken]").value;
    const data = new URLSearchParams([["csrfmiddlewaretoken", key], ["version", draft.version], ...draft.data]);
    const answer = await W.post(draft.action, data).catch(() => null);
    if (answer?.status === 200) return drop(anchor);
    const place = root.querySelector("[data-news]");
    if (!place) return undefined;
    const told = document.createElement("p");
    told.className = "writing__left";
    const link = document.createElement("a");
    link.href = `${draft.page}#${anchor}`;
    link.textContent = draft.title;
    told.append("Un texte que vous avez écrit n’est pas encore enregistré : ", link, ". Il est gardé dans ce navigateur.");
    place.append(told);
    return undefined;
  };
  kept().forEach(([anchor, draft]) => takeUp(anchor, draft));
})();
