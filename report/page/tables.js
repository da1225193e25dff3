// Tables are sorted by a click on a column's head: up, down, and as they were.
"use strict";
(() => {
  const missing = /^(|n\/a|[–—-])$/i;
  // A number with what follows it in the cell: "< 0.001", "−0.76 (1)", "15 of 44", "1,476"; but no month or day.
  const number = /^[<>≈]?\s*[+\-−]?(\d{1,3}(,\d{3})+|\d+)?(\.\d+)?(?=$|[\s%*(\/])/;
  const date = /^\d{4}(-\d\d|Q\d)/;
  const words = new Intl.Collator("en", { numeric: true });
  const value = (text) => {
    const found = number.exec(text);
    if (!found || !/\d/.test(found[0]) || date.test(text)) return NaN;
    const size = Number(found[0].replace(/[<>≈\s,+]/g, "").replace("−", "-"));
    // Below a bound comes before the bound itself, above it after.
    return size + (text.startsWith("<") ? -1e-9 : text.startsWith(">") ? 1e-9 : 0);
  };

  for (const table of document.querySelectorAll("figure.table:not(.ledger) table")) {
    const heads = [...(table.tHead?.rows[0]?.cells ?? [])];
    const body = table.tBodies[0];
    if (!heads.length || !body || body.rows.length < 2 || heads.some((head) => head.querySelector("button"))) continue;
    const rows = [...body.rows];
    const text = (cell) => cell.textContent.trim();
    // A row whose first cells are empty goes on with the group above it: sorted, it says which.
    const groups = new Map();
    rows.forEach((row, place) => {
      for (let column = 0; place && text(row.cells[column]) === "" && column < heads.length - 1; column++) {
        const above = rows[place - 1].cells[column];
        groups.set(row.cells[column], groups.get(above) ?? above.innerHTML);
      }
    });
    const full = (cell) => {
      if (!groups.has(cell)) return text(cell);
      const made = document.createElement("template");
      made.innerHTML = groups.get(cell);
      return made.content.textContent.trim();
    };
    // The sum of all stays below what it sums.
    const last = /^(All|Total)\b/.test(text(rows.at(-1).cells[0])) ? rows.pop() : null;
    const keys = heads.map((_, column) => {
      const said = rows.map((row) => full(row.cells[column]));
      const found = said.filter((each) => !missing.test(each));
      const counted = found.every((each) => !Number.isNaN(value(each)));
      return new Map(rows.map((row, place) => {
        if (missing.test(said[place])) return [row, null];
        return [row, counted ? value(said[place]) : said[place]];
      }));
    });

    const sort = (column, sign) => {
      const order = [...rows];
      if (sign) {
        const key = keys[column];
        order.sort((one, other) => {
          const [a, b] = [key.get(one), key.get(other)];
          if (a === null || b === null) return (a === null) - (b === null);
          return sign * (typeof a === "number" ? a - b : words.compare(a, b));
        });
      }
      for (const [cell, said] of groups) {
        cell.innerHTML = sign ? said : "";
        cell.classList.toggle("again", Boolean(sign));
      }
      body.append(...order, ...(last ? [last] : []));
      for (const head of heads) head.removeAttribute("aria-sort");
      if (sign) heads[column].setAttribute("aria-sort", sign > 0 ? "ascending" : "descending");
    };
    heads.forEach((head, column) => {
      const button = document.createElement("button");
      button.type = "button";
      button.append(...head.childNodes);
      head.append(button);
      button.addEventListener("click", () => {
        const now = head.getAttribute("aria-sort");
        sort(column, now === null ? 1 : now === "ascending" ? -1 : 0);
      });
    });
  }
})();
