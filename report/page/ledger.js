// The ledger of claims: sort, filter, open the row that a link names. Without it the whole table stands and rows open.
// Figures and other tables: mark those that go on beyond the edge.
"use strict";
for (const ledger of document.querySelectorAll(".ledger")) {
  const form = ledger.querySelector("form");
  const body = ledger.querySelector("tbody");
  const rows = [...body.rows];
  const heads = [...ledger.querySelectorAll("thead th")];
  const plain = (text) => text.toLowerCase().replaceAll("\u2212", "-");
  // What is searched: the cells and the cause, not the code.
  const words = new Map(rows.map((row) => [
    row, plain([...row.querySelectorAll(":scope > :not(.way), .cause")].map((part) => part.textContent).join(" ")),
  ]));

  function filter() {
    const wanted = Object.fromEntries(new FormData(form));
    const sought = plain(wanted.text).split(/\s+/);
    for (const row of rows) {
      row.hidden = !["study", "verdict", "kind"].every((key) => !wanted[key] || row.dataset[key] === wanted[key])
        || !sought.every((word) => words.get(row).includes(word));
    }
    const count = form.querySelector("output"); // in the words of the page: the number shown comes first
    count.value = count.value.replace(/^\d+/, rows.filter((row) => !row.hidden).length);
  }

  function sort(column) {
    const sign = heads[column].getAttribute("aria-sort") === "ascending" ? -1 : 1;
    const rank = (row) => Number(row.cells[column].dataset.rank);
    for (const head of heads.filter((head) => head.hasAttribute("aria-sort"))) head.setAttribute("aria-sort", "none");
    heads[column].setAttribute("aria-sort", sign > 0 ? "ascending" : "descending");
    body.append(...[...body.rows].sort((one, other) => sign * (rank(one) - rank(other))));
  }

  function openLinked() {
    const row = rows.find((row) => `#${row.id}` === location.hash);
    if (!row) return;
    if (row.hidden) {
      form.reset();
      filter();
    }
    row.querySelector("details").open = true;
    row.scrollIntoView();
  }

  form.hidden = false;
  form.addEventListener("input", filter);
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", () => setTimeout(filter)); // the fields are emptied after the event
  for (const [column, head] of heads.entries()) {
    for (const button of head.querySelectorAll("button")) {
      button.disabled = false;
      button.addEventListener("click", () => sort(column));
    }
  }
  addEventListener("hashchange", openLinked);
  addEventListener("click", (event) => {
    // A second click on the same link changes no address.
    if (event.target.closest("a")?.getAttribute("href") === location.hash) openLinked();
  });
  filter(); // a reloaded page may keep what was typed
  openLinked();
}

for (const region of document.querySelectorAll(".scroll")) {
  const mark = () => {
    const beyond = region.scrollWidth - region.clientWidth; // rounded: one more is none
    region.classList.toggle("more", beyond - region.scrollLeft > 1);
    // Only what scrolls need be reached with the keyboard.
    if (beyond > 1) region.tabIndex = 0;
    else region.removeAttribute("tabindex");
  };
  region.addEventListener("scroll", mark, { passive: true });
  new ResizeObserver(mark).observe(region);
}
