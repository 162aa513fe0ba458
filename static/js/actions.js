// The page of actions: all boxes at once, how many are checked, and cards dragged from column to column.
// Everything here has its form: without script nothing is lost.
(() => {
  const bulk = document.querySelector("[data-bulk]");
  const all = bulk && bulk.querySelector("[data-all]");
  if (all) {
    const boxes = [...bulk.querySelectorAll("input[name=ligne]")];
    const count = bulk.querySelector("[data-bulk-count]");
    const every = all.querySelector("input");
    const tell = () => {
      const chosen = boxes.filter((box) => box.checked).length;
      every.checked = chosen === boxes.length;
      every.indeterminate = chosen > 0 && chosen < boxes.length;
      count.textContent = chosen > 1 ? `${chosen} actions cochées` : chosen ? "1 action cochée" : "Aucune action cochée";
    };
    all.hidden = false;
    every.addEventListener("change", () => {
      for (const box of boxes) box.checked = every.checked;
      tell();
    });
    bulk.addEventListener("change", tell);
    tell();
  }

  let dragged = null;
  for (const card of document.querySelectorAll("[data-card]")) {
    if (!card.querySelector("form")) continue;
    card.draggable = true;
    card.addEventListener("dragstart", (event) => {
      dragged = card;
      event.dataTransfer.effectAllowed = "move";
      event.dataTransfer.setData("text/plain", card.id);
    });
    card.addEventListener("dragend", () => { dragged = null; });
  }
  const help = document.querySelector("[data-drag-help]");
  if (help) help.hidden = false;
  for (const column of document.querySelectorAll("[data-column]")) {
    column.addEventListener("dragover", (event) => {
      if (!dragged) return;
      event.preventDefault();
      column.classList.add("is-over");
    });
    column.addEventListener("dragleave", () => column.classList.remove("is-over"));
    column.addEventListener("drop", (event) => {
      column.classList.remove("is-over");
      if (!dragged || column.contains(dragged)) return;
      event.preventDefault();
      const form = dragged.querySelector("form");
      form.elements.status.value = column.dataset.column;
      form.requestSubmit();
    });
  }
})();
