/* On a phone the parts of the plan are folded: sixty screens become one list of parts. What is folded is found by the
   browser's search (hidden="until-found"), opened by a link to it, and printed. Without this file all is unfolded. */
(() => {
  "use strict";
  const narrow = window.matchMedia("(max-width: 47.99rem)");
  const body = document.querySelector(".plan-body");
  if (!body || !narrow.matches) return;

  const folds = [];
  const set = (fold, isOpen) => {
    if (isOpen) fold.place.removeAttribute("hidden");
    else fold.place.setAttribute("hidden", "until-found");
    fold.button.setAttribute("aria-expanded", String(isOpen));
  };
  const fold = (place) => {
    const heading = place.querySelector("[data-heading]");
    if (!heading) return;
    place.id ||= `partie-${heading.id}`;
    const button = document.createElement("button");
    button.type = "button";
    button.className = "fold";
    button.setAttribute("aria-controls", place.id);
    button.textContent = heading.textContent.trim().replace(/\s+/g, " ");
    const one = { place, button };
    button.addEventListener("click", () => set(one, place.hasAttribute("hidden")));
    place.before(button);
    folds.push(one);
    set(one, false);
  };
  body.querySelectorAll(".part, .intervention").forEach(fold);
  if (!folds.length) return;

  const all = document.createElement("button");
  all.type = "button";
  all.className = "button button--secondary fold-all";
  const name = () => { all.textContent = folds.some((one) => one.place.hidden) ? "Tout déplier" : "Tout replier"; };
  all.addEventListener("click", () => {
    const isOpen = folds.some((one) => one.place.hidden);
    folds.forEach((one) => set(one, isOpen));
    name();
  });
  body.prepend(all);
  body.addEventListener("click", name);
  name();

  // A link, the browser's search or the paper reach what is folded.
  const reach = (element) => folds.filter((one) => one.place.contains(element)).forEach((one) => set(one, true));
  const follow = (hash) => {
    const target = hash.length > 1 && document.getElementById(decodeURIComponent(hash.slice(1)));
    if (!target || !body.contains(target)) return;
    reach(target);
    target.scrollIntoView();
    name();
  };
  body.addEventListener("beforematch", (event) => { reach(event.target); name(); });
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.('a[href^="#"]');
    if (link) follow(link.getAttribute("href"));
  });
  window.addEventListener("hashchange", () => follow(location.hash));
  let folded = [];
  window.addEventListener("beforeprint", () => {
    folded = folds.filter((one) => one.place.hidden);
    folded.forEach((one) => set(one, true));
  });
  window.addEventListener("afterprint", () => folded.forEach((one) => set(one, false)));
  narrow.addEventListener("change", () => { if (!narrow.matches) folds.forEach((one) => set(one, true)); });
  follow(location.hash);
})();
