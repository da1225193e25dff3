// Contents: the section that is read is marked. Headings, figures, tables and formulas get a link to themselves. Light or dark.
"use strict";
(() => {
  const root = document.documentElement;
  const zh = root.lang.startsWith("zh");
  const nav = document.querySelector("nav#contents");

  // The colours chosen last; a page that may store nothing forgets them.
  const choices = document.querySelector("fieldset.theme");
  const dress = (theme) => {
    if (theme === "auto") delete root.dataset.theme;
    else root.dataset.theme = theme;
    root.dispatchEvent(new Event("themechange", { bubbles: true }));
  };
  if (choices) {
    let kept = "auto";
    try {
      kept = localStorage.getItem("theme") ?? "auto";
    } catch { /* not allowed: nothing is kept */ }
    const chosen = [...choices.elements].find((input) => input.value === kept);
    if (chosen && kept !== "auto") {
      chosen.checked = true;
      dress(kept);
    }
    choices.addEventListener("change", (event) => {
      dress(event.target.value);
      try {
        localStorage.setItem("theme", event.target.value);
      } catch { /* not allowed: nothing is kept */ }
    });
    choices.hidden = false;
  }

  const fold = nav?.querySelector("details");
  if (fold) {
    const places = [...nav.querySelectorAll("a")]
      .map((link) => ({ link, place: document.getElementById(decodeURIComponent(link.hash.slice(1))) }))
      .filter(({ place }) => place);
    const beside = matchMedia("(min-width: 75rem)");
    const open = () => { fold.open = beside.matches; };
    beside.addEventListener("change", open);
    open();
    nav.classList.add("live");

    let current = null;
    const mark = () => {
      const line = innerHeight / 4;
      // The last section that began above the line is read; at the end of the page, the last that is seen.
      const atEnd = innerHeight + scrollY >= root.scrollHeight - 2;
      const found = places.findLast(({ place }) => place.getBoundingClientRect().top <= (atEnd ? innerHeight : line));
      if (found?.link === current) return;
      current?.removeAttribute("aria-current");
      current = found?.link ?? null;
      nav.querySelector(".here").textContent = current?.textContent ?? "";
      if (!current) return;
      current.setAttribute("aria-current", "true");
      // The list follows, without moving the page.
      const list = fold.querySelector("ul");
      const at = current.getBoundingClientRect();
      const frame = list.getBoundingClientRect();
      if (at.top < frame.top || at.bottom > frame.bottom) list.scrollTop += at.top - frame.top - frame.height / 3;
    };
    let waiting = false;
    const later = () => {
      if (!waiting) requestAnimationFrame(() => { waiting = false; mark(); });
      waiting = true;
    };
    addEventListener("scroll", later, { passive: true });
    addEventListener("resize", later);
    fold.addEventListener("toggle", later);
    mark();
    nav.addEventListener("click", (event) => {
      if (event.target.closest("a") && !beside.matches) fold.open = false;
    });
    addEventListener("keydown", (event) => {
      if (event.key === "Escape" && fold.open && !beside.matches) {
        fold.open = false;
        fold.querySelector("summary").focus();
      }
    });
  }

  // The address of a place goes to the clipboard too, where that is allowed.
  const said = document.createElement("div");
  said.id = "said";
  said.setAttribute("role", "status");
  document.body.append(said);
  const link = (id, name) => {
    const made = document.createElement("a");
    made.className = "anchor";
    made.href = `#${id}`;
    made.textContent = "#";
    made.setAttribute("aria-label", zh ? `${name}的链接` : `Link to ${name}`);
    made.addEventListener("click", async () => {
      try {
        await navigator.clipboard.writeText(new URL(made.href).href);
        said.textContent = zh ? "链接已复制" : "Link copied";
        setTimeout(() => { said.textContent = ""; }, 1500);
      } catch { /* not allowed: the address is in the window's bar */ }
    });
    return made;
  };
  for (const section of document.querySelectorAll("main section[id]")) {
    const heading = section.querySelector(":scope > :is(h1, h2, h3)");
    heading?.append(link(section.id, heading.textContent.trim()));
  }
  for (const figure of document.querySelectorAll("main figure[id]")) {
    const label = figure.querySelector(":scope > figcaption > .label");
    label?.parentElement.append(link(figure.id, label.textContent.replace(/\.$/, "")));
  }
  for (const formula of document.querySelectorAll(".equation[id]")) {
    const number = formula.querySelector(".number");
    formula.insertBefore(link(formula.id, `${zh ? "公式" : "equation"} ${number.textContent}`), number);
  }
})();
