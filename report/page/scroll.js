// Figures, tables and formulas that are wider than their frame: the edge says so, and the keyboard reaches them.
"use strict";
(() => {
  for (const region of document.querySelectorAll(".scroll, .equation > div")) {
    const mark = () => {
      const beyond = region.scrollWidth - region.clientWidth; // rounded: one more is none
      region.classList.toggle("more", beyond - region.scrollLeft > 1);
      // What is moved keeps the names of its rows in sight, where they leave room for the rest.
      const name = region.querySelector("tbody tr > :first-child");
      region.classList.toggle("named", beyond > 1 && name !== null && name.offsetWidth < 0.4 * region.clientWidth);
      // Only what scrolls need be reached.
      if (beyond > 1) region.tabIndex = 0;
      else region.removeAttribute("tabindex");
    };
    region.addEventListener("scroll", mark, { passive: true });
    new ResizeObserver(mark).observe(region);
  }
})();
