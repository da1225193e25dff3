// A link within the page shows what it leads to: a reference, a note, a figure, a table, a formula, a claim.
// References, figures and tables say where they are mentioned. The text is in the page without this script too.
"use strict";
(() => {
  const main = document.querySelector("main");
  const kinds = [
    [".csl-entry", (place) => [copy(place)]],
    [".footnotes li", (place) => [...place.children].map(copy)],
    ["figure:not(.table)", (place) => [...place.querySelectorAll("img")].slice(0, 1).map(copy).concat(caption(place))],
    ["figure.table", (place) => [caption(place)]],
    [".equation", (place) => [...place.querySelectorAll("math")].map(copy)],
    [".ledger tbody tr", (place) => ["statement", "printed", "computed", "verdict"].map((name) => cell(place, name)).filter(Boolean)],
  ];

  // Copies stand beside their originals: no id twice, nothing to be reached in them that is not meant.
  function copy(part) {
    const made = part.cloneNode(true);
    for (const extra of made.querySelectorAll(".footnote-back, .mentions, .anchor, .unseen")) extra.remove();
    for (const named of [made, ...made.querySelectorAll("[id]")]) named.removeAttribute("id");
    for (const reached of made.querySelectorAll("a, [tabindex]")) reached.tabIndex = -1;
    return made;
  }
  function caption(figure) {
    const made = document.createElement("p");
    made.className = "caption";
    made.append(...copy(figure.querySelector("figcaption")).childNodes);
    return made;
  }
  function cell(row, name) {
    const found = row.querySelector(`.${name}`);
    if (!found?.textContent) return null;
    const made = document.createElement("p");
    made.className = "caption";
    made.textContent = name === "statement" ? found.textContent : `${found.dataset.label}: ${found.textContent}`;
    return made;
  }
  function shown(link) {
    const place = document.getElementById(decodeURIComponent(link.hash.slice(1)));
    const kind = place && kinds.find(([selector]) => place.matches(selector));
    return kind ? kind[1](place) : null;
  }

  const note = document.createElement("div");
  note.id = "note";
  note.popover = "manual";
  note.setAttribute("role", "tooltip");
  document.body.append(note);
  let open = null;
  let timer = 0;

  function put(link) {
    const edge = 8;
    const lines = [...link.getClientRects()];
    const line = lines[0] ?? link.getBoundingClientRect();
    const size = note.getBoundingClientRect();
    const left = Math.max(edge, Math.min(line.left, document.documentElement.clientWidth - size.width - edge));
    const below = lines.at(-1).bottom + 6;
    const above = line.top - size.height - 6;
    const top = below + size.height + edge <= innerHeight || above < edge ? below : above;
    note.style.left = `${left}px`;
    note.style.top = `${Math.max(edge, Math.min(top, innerHeight - size.height - edge))}px`;
  }
  function show(link, touched) {
    clearTimeout(timer);
    if (open === link) return;
    const parts = shown(link);
    hide();
    if (!parts?.length) return;
    note.replaceChildren(...parts);
    if (touched) {
      const go = document.createElement("p");
      const there = document.createElement("a");
      there.href = link.hash;
      there.textContent = "Go there";
      there.className = "go";
      go.append(there);
      note.append(go);
    }
    open = link;
    link.setAttribute("aria-describedby", "note");
    note.showPopover();
    put(link);
  }
  function hide() {
    clearTimeout(timer);
    if (!open) return;
    open.removeAttribute("aria-describedby");
    open = null;
    note.hidePopover();
    note.replaceChildren();
  }
  const linkOf = (target) => target instanceof Element && target.closest("main a[href^='#']:not(.anchor, .back, .footnote-back)");

  let pointer = "mouse";
  addEventListener("pointerdown", (event) => { pointer = event.pointerType; }, true);
  document.addEventListener("pointerover", (event) => {
    if (event.pointerType !== "mouse") return;
    if (note.contains(event.target)) {
      clearTimeout(timer);
      return;
    }
    const link = linkOf(event.target);
    if (link === open) clearTimeout(timer);
    if (!link || link === open) return;
    clearTimeout(timer);
    timer = setTimeout(show, 120, link);
  });
  document.addEventListener("pointerout", (event) => {
    if (event.pointerType !== "mouse" || !(linkOf(event.target) || note.contains(event.target))) return;
    clearTimeout(timer);
    timer = setTimeout(hide, 250);
  });
  document.addEventListener("focusin", (event) => {
    const link = linkOf(event.target);
    if (pointer !== "touch" && link?.matches(":focus-visible")) show(link);
    else if (!note.contains(event.target) && link !== open) hide();
  });
  document.addEventListener("focusout", (event) => {
    if (event.target === open && !note.contains(event.relatedTarget)) hide();
  });
  document.addEventListener("keydown", (event) => {
    pointer = "";
    if (event.key === "Escape") hide();
  });
  document.addEventListener("click", (event) => {
    const link = linkOf(event.target);
    if (link && pointer === "touch" && open !== link && shown(link)) {
      // The first touch shows, the second leads there.
      event.preventDefault();
      event.stopImmediatePropagation();
      show(link, true);
    } else if (link || !note.contains(event.target)) hide();
    else if (event.target.closest("a")) setTimeout(hide); // once it has led there
  }, true);
  addEventListener("scroll", (event) => {
    if (!open || note.contains(event.target)) return;
    const at = open.getBoundingClientRect();
    if (at.bottom < 0 || at.top > innerHeight) hide();
    else put(open);
  }, { passive: true, capture: true });

  // Where references, figures and tables are mentioned: the numbers of the sections.
  if (!main) return;
  const mentions = new Map();
  for (const link of main.querySelectorAll("p a[href^='#'], li a[href^='#']")) {
    if (link.closest(".footnotes, .ledger, .csl-entry") || link.matches(".anchor, .footnote-ref, .footnote-back")) continue;
    const place = document.getElementById(decodeURIComponent(link.hash.slice(1)));
    if (!place?.matches(".csl-entry, figure[id]")) continue;
    const section = link.closest("section");
    const number = section?.querySelector(":scope > :is(h1, h2) > .header-section-number")?.textContent;
    const name = number ? `section ${number}` : section?.querySelector("h1, h2")?.firstChild.textContent.toLowerCase();
    if (!name) continue;
    const found = mentions.get(place) ?? mentions.set(place, new Map()).get(place);
    if (!found.has(name)) found.set(name, link);
  }
  let count = 0;
  for (const [place, found] of mentions) {
    const line = document.createElement(place.matches("figure") ? "p" : "span");
    line.className = "mentions";
    line.append(place.matches("figure") ? "Mentioned in " : " Cited in ");
    let first = true;
    for (const [name, link] of found) {
      link.id ||= `mention-${++count}`;
      const back = document.createElement("a");
      back.className = "back";
      back.href = `#${link.id}`;
      back.textContent = name;
      line.append(first ? "" : ", ", back);
      first = false;
    }
    line.append(".");
    place.append(line);
  }
})();
