/* Sums under the tables as one types, exact: whole numbers of the last decimal, never floating point. */
(() => {
  "use strict";
  const root = document.getElementById("writing");
  if (!root) return;
  const SPACES = /[\s\u00a0\u202f\u2009]/g;
  const read = (text, places) => {
    const plain = String(text).replace(SPACES, "").replace("−", "-").replace(/[%$]|k\$|M\$/g, "").replace(",", ".");
    if (!/^-?\d+(\.\d+)?$/.test(plain)) return null;
    const [whole, part = ""] = plain.replace("-", "").split(".");
    if (part.length > places) return null;
    const value = BigInt(whole + part.padEnd(places, "0"));
    return plain.startsWith("-") ? -value : value;
  };
  const write = (value, places, isSigned) => {
    const digits = (value < 0n ? -value : value).toString().padStart(places + 1, "0");
    const whole = places ? digits.slice(0, -places) : digits;
    const grouped = whole.replace(/\B(?=(\d{3})+$)/g, "\u00a0");
    const sign = value < 0n ? "−" : isSigned && value > 0n ? "+" : "";
    return `${sign}${grouped}${places ? `,${digits.slice(-places)}` : ""}`;
  };
  const add = (boxes, places) => boxes.reduce((sum, box) => {
    const value = read(box.value, places);
    return value === null ? sum : sum + value;
  }, 0n);
  const recount = (table) => {
    table.querySelectorAll("[data-sum]").forEach((place) => {
      const places = Number(place.dataset.places);
      const within = place.dataset.within === "group" ? place.closest("tbody") : table;
      const sum = add([...within.querySelectorAll(`[data-write-row] [name="${place.dataset.sum}"]`)], places);
      place.querySelector("[data-sum-shown]").textContent = write(sum, places);
      const gap = table.querySelector(`[data-difference="${place.dataset.sum}"]`);
      const printed = table.querySelector(`[data-printed="${place.dataset.sum}"]`)?.dataset.value;
      if (!gap || !printed) return;
      const difference = sum - read(printed, places);
      gap.textContent = write(difference, places, true);
      gap.closest("tr").toggleAttribute("data-off", [...gap.closest("tr").querySelectorAll("[data-difference]")].some((one) => /[1-9]/.test(one.textContent)));
    });
    equivalents(table);
  };
  // Beside each share, what it makes of the envelope; beside each amount, its share of it.
  const equivalents = (table) => {
    const whole = table.querySelector('[data-printed="amount"]')?.dataset.value;
    const envelope = whole && read(whole, 0);
    if (!envelope) return;
    table.querySelectorAll("[data-write-row]").forEach((row) => {
      const [percent, amount] = ["percent", "amount"].map((name) => row.querySelector(`[name="${name}"]`));
      if (!percent || !amount) return;
      const share = read(percent.value, 2);
      const value = read(amount.value, 0);
      tell(percent, share === null ? "" : `= ${write((share * envelope + 5000n) / 10000n, 0)}\u00a0k$`);
      tell(amount, value === null ? "" : `= ${write((value * 10000n * 2n + envelope) / (envelope * 2n), 2)}\u00a0%`);
    });
  };
  const tell = (box, text) => {
    let place = box.parentElement.querySelector(".equivalent");
    if (!place) {
      place = document.createElement("span");
      place.className = "equivalent";
      box.after(place);
    }
    if (place.textContent !== text) place.textContent = text;
  };
  const all = () => root.querySelectorAll("[data-write-table]").forEach(recount);
  document.addEventListener("input", (event) => {
    const table = event.target.closest?.("[data-write-table]");
    if (table) recount(table);
  });
  document.addEventListener("writing:added", all);
  all();
})();
