// Tables of the comparison: a click on a column's head sorts by it, by rank where the cells have one.
"use strict";
for (const table of document.querySelectorAll("table.sortable")) {
  const heads = [...table.querySelectorAll("thead th")];
  const body = table.tBodies[0];
  for (const [column, head] of heads.entries()) {
    head.querySelector("button").addEventListener("click", () => {
      const sign = head.getAttribute("aria-sort") === "descending" ? 1 : -1;
      const rank = (row) => row.cells[column].dataset.rank ?? row.cells[column].textContent;
      const apart = (one, other) => {
        if (one === "" || other === "") return (one === "") - (other === ""); // empty cells stay last
        const difference = Number(one) - Number(other);
        return sign * (Number.isNaN(difference) ? one.localeCompare(other) : difference);
      };
      for (const other of heads) other.removeAttribute("aria-sort");
      head.setAttribute("aria-sort", sign > 0 ? "ascending" : "descending");
      body.append(...[...body.rows].sort((one, other) => apart(rank(one), rank(other))));
    });
  }
}
// On paper nothing can be opened: what stands behind each row is printed.
window.addEventListener("beforeprint", () => {
  for (const fold of document.querySelectorAll("details")) fold.open = true;
});
