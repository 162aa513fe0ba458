/* Advising people of a comment: the list is searched by typing, and « @ » in the comment leads to it. */
(() => {
  "use strict";
  const plain = (text) => text.normalize("NFD").replace(/\p{Diacritic}/gu, "").toLowerCase();

  document.querySelectorAll("[data-people]").forEach((people) => {
    const search = people.querySelector("[data-people-search]");
    const box = search?.querySelector("input");
    const count = search?.querySelector("[data-people-count]");
    const lines = [...people.querySelectorAll("fieldset label")].filter((label) => label.querySelector("input"));
    if (!box || lines.length < 2) return;
    search.hidden = false;

    const shown = () => lines.filter((line) => !line.parentElement.hidden);
    const sift = () => {
      const words = plain(box.value).split(/\s+/).filter(Boolean);
      lines.forEach((line) => {
        const told = plain(line.textContent);
        line.parentElement.hidden = !words.every((word) => told.includes(word)) && !line.querySelector("input").checked;
      });
      const found = shown().length;
      count.textContent = found ? `${found} personne${found > 1 ? "s" : ""}` : "Personne de ce nom ne peut lire ce fil.";
    };
    box.addEventListener("input", sift);

    // « @ » opens the list; Enter ticks the first name found and comes back to the comment, Escape only comes back.
    const text = people.closest("form").querySelector("[data-mention-from]");
    let from = null;
    text?.addEventListener("input", (event) => {
      const at = text.selectionStart;
      if (event.data !== "@" || /\S/.test(text.value.charAt(at - 2))) return;
      from = at;
      people.open = true;
      box.value = "";
      sift();
      box.focus();
    });
    box.addEventListener("keydown", (event) => {
      if (event.key === "Enter") {
        event.preventDefault();
        const wanted = shown().find((line) => !line.querySelector("input").checked);
        if (!wanted || !box.value.trim()) return;
        wanted.querySelector("input").checked = true;
        count.textContent = `${wanted.textContent.trim()} : avisé.`;
        if (from !== null) text.setRangeText(`${wanted.textContent.split("–")[0].trim()} `, from, from, "end");
        box.value = "";
        if (from !== null) text.focus();
        from = null;
      } else if (event.key === "Escape" && from !== null) {
        from = null;
        text.focus();
      }
    });
  });
})();
