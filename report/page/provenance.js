// Where a number, figure or table comes from: a panel that goes from what is printed to the raw rows, and downloads.
// What it shows stands gzipped in the page and is unpacked when asked for. Without a script the lines under figures and tables stand.
"use strict";
(() => {
  const island = document.getElementById("evidence");
  if (!island || !("DecompressionStream" in window)) return;
  const FIRST_ROWS = 25; // shown at first of a file
  const MANY = 3; // more vintages of a table than this are folded
  const NEAR = 8; // rows above the first one that matters

  // ---- what the page carries

  let loading;
  const unpacked = new Map();

  async function gunzip(text) {
    const packed = Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
    const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream("gzip"));
    return new Uint8Array(await new Response(stream).arrayBuffer());
  }

  function load() {
    loading ??= (async () => {
      const { packs, provenance } = JSON.parse(island.textContent);
      return { packs, ...JSON.parse(new TextDecoder().decode(await gunzip(provenance))) };
    })();
    return loading;
  }

  /** The bytes of a file, or null for one that the page does not carry. */
  async function bytes(path) {
    const evidence = await load();
    const file = evidence.files[path];
    if (!file?.pack) return null;
    if (!unpacked.has(file.pack)) unpacked.set(file.pack, gunzip(evidence.packs[file.pack]));
    return (await unpacked.get(file.pack)).subarray(file.start, file.start + file.bytes);
  }

  const tables = new Map();

  /** Header and rows of a file that the page carries. */
  async function table(path) {
    if (!tables.has(path)) {
      const content = await bytes(path);
      if (!content) return null;
      const [head, ...rows] = parsed(new TextDecoder().decode(content));
      tables.set(path, { head, rows });
    }
    return tables.get(path);
  }

  function parsed(text) {
    const rows = [[""]];
    let quoted = false;
    for (let at = 0; at < text.length; at += 1) {
      const row = rows.at(-1);
      const character = text[at];
      if (quoted) {
        if (character !== '"') row[row.length - 1] += character;
        else if (text[at + 1] === '"') row[row.length - 1] += text[at += 1];
        else quoted = false;
      } else if (character === '"') quoted = true;
      else if (character === ",") row.push("");
      else if (character === "\n") rows.push([""]);
      else if (character !== "\r") row[row.length - 1] += character;
    }
    return rows.filter((row) => row.length > 1 || row[0]);
  }

  // ---- building blocks; every text becomes a text node

  function element(tag, attributes = {}, ...children) {
    const made = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) {
      if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
      else if (value !== undefined && value !== null) made.setAttribute(name, value);
    }
    made.append(...children.filter((child) => child !== null && child !== undefined));
    return made;
  }

  const button = (text, act, attributes = {}) => element("button", { type: "button", onclick: act, ...attributes }, text);
  const code = (text) => element("code", {}, text);
  const grouped = (count) => count.toLocaleString("en");

  function facts(entries) {
    const list = element("dl");
    for (const [term, ...content] of entries.filter(([, first]) => first !== "" && first !== null && first !== undefined)) {
      list.append(element("dt", {}, term), element("dd", {}, ...content));
    }
    return list;
  }

  function parameters(content) {
    if (!content || !Object.keys(content).length) return null;
    const shown = element("pre", { tabindex: "0", role: "group", "aria-label": "Parameters" }, JSON.stringify(content, null, 1));
    return element("details", {}, element("summary", {}, "Parameters"), shown);
  }

  function save(name, content, type = "text/csv") {
    const address = URL.createObjectURL(new Blob([content], { type }));
    element("a", { href: address, download: name }).click();
    setTimeout(() => URL.revokeObjectURL(address), 10000);
  }

  const fileName = (path) =>
    path.startsWith("data/raw/") ? path.slice("data/raw/".length).replaceAll("/", "_") : path.slice(path.lastIndexOf("/") + 1);

  function downloadButton(path) {
    return button("Download CSV", async () => save(fileName(path), await bytes(path)), { "aria-label": `Download ${fileName(path)}` });
  }

  // ---- the panel: a stack of views

  const heading = element("h2", { id: "evidence-title", tabindex: "-1" });
  const body = element("div", { class: "body" });
  const back = button("Back", () => { views.pop(); show(); }, { class: "back" });
  const panel = element(
    "dialog", { class: "evidence-panel", "aria-labelledby": "evidence-title" },
    element("div", { class: "bar" }, back, heading, button("Close", () => panel.close(), { class: "close" })), body,
  );
  let views = [];
  let opener = null;
  let turn = 0;

  async function show() {
    turn += 1;
    const asked = turn;
    const { title, content } = await views.at(-1)();
    if (asked !== turn) return; // another view was asked for meanwhile
    heading.replaceChildren(title);
    back.hidden = views.length < 2;
    body.replaceChildren(...content.filter(Boolean));
    body.scrollTop = 0;
    if (!panel.open) panel.showModal();
    heading.focus({ preventScroll: true });
    reveal(body);
    body.scrollTop = 0;
  }

  function open(view, from) {
    views = [view];
    opener = from;
    return show();
  }

  function deeper(view) {
    views.push(view);
    return show();
  }

  panel.addEventListener("click", (event) => { if (event.target === panel) panel.close(); });
  panel.addEventListener("close", () => {
    if (!opener) return;
    if (opener.tabIndex < 0) opener.tabIndex = -1; // a number of the text, where reading goes on
    opener.focus({ preventScroll: true });
  });
  document.body.append(panel);

  // ---- rows of a file

  /** Whether a row of dates, months or quarters belongs to one of the months. */
  function ofMonths(cell, months) {
    return months.some((month) => {
      const quarter = `${month.slice(0, 4)}Q${Math.ceil(Number(month.slice(5)) / 3)}`;
      return cell === quarter || cell.startsWith(month);
    });
  }

  function grid(label, head, rows, marked, places) {
    const columns = new Set(places.map(([, column]) => column));
    const cells = new Set(places.map((place) => place.join()));
    const heads = head.map((name) => element("th", { scope: "col", class: columns.has(name) ? "here" : null }, name));
    const lines = rows.map(([place, row]) => element(
      "tr", { class: marked.has(place) ? "here" : null },
      element("th", { scope: "row" }, String(place + 1)),
      ...row.map((cell, at) => element("td", { class: cells.has(`${place},${head[at]}`) ? "here" : null }, cell)),
    ));
    return element(
      "div", { class: "rows", tabindex: "0", role: "region", "aria-label": label },
      element("table", {},
        element("thead", {}, element("tr", {}, element("th", { scope: "col" }, "row"), ...heads)),
        element("tbody", {}, ...lines)),
    );
  }

  /** Scroll to the cell, or else the row, that matters. */
  function reveal(within) {
    (within.querySelector("td.here") ?? within.querySelector("tr.here"))?.scrollIntoView({ block: "nearest", inline: "center" });
  }

  /** The rows of a file from the first that matters, and buttons for all of them and for the file. */
  async function rowsOf(path, { places = [], months = [], window = null }) {
    const content = await table(path);
    if (!content) return null;
    const { head, rows } = content;
    const marked = new Set(places.map(([row]) => row));
    if (!places.length && months.length) rows.forEach((row, place) => { if (ofMonths(row[0], months)) marked.add(place); });
    const sample = rows.findIndex((row) => window && /^\d{4}-\d\d/.test(row[0]) && row[0].slice(0, 7) >= window.first);
    const matters = marked.size ? Math.max(0, Math.min(...marked) - NEAR) : Math.max(0, sample);
    const begins = rows.length > FIRST_ROWS ? matters : 0;
    const wanted = rows.map((row, place) => [place, row]);
    let shown = wanted.slice(begins, begins + FIRST_ROWS);
    const far = wanted.filter(([place]) => marked.has(place) && place >= begins + FIRST_ROWS).slice(0, FIRST_ROWS);
    shown = [...shown, ...far];
    const label = `Rows of ${fileName(path)}`;
    const said = element("p", { class: "said" });
    const frame = element("div", {}, grid(label, head, shown, marked, places));
    const all = button(`Show all ${grouped(rows.length)} rows`, () => {
      frame.replaceChildren(grid(label, head, wanted, marked, places));
      said.replaceChildren(`All ${grouped(rows.length)} rows.`);
      all.remove();
      reveal(frame);
    });
    said.append(
      shown.length === rows.length ? `All ${grouped(rows.length)} rows.` : `${shown.length} of ${grouped(rows.length)} rows, from row ${begins + 1}.`,
      marked.size ? ` Highlighted: ${places.length ? "where the number stands" : `rows of ${months.join(", ")}`}.` : "",
    );
    return element("div", { class: "file" }, said, frame,
      element("p", { class: "acts" }, shown.length < rows.length ? all : null, downloadButton(path)));
  }

  /** "agrees" once the bytes that the page carries have the sha256 that is printed; nothing where it cannot be computed. */
  async function checked(path, expected) {
    const content = await bytes(path);
    if (!content || !window.crypto?.subtle) return null;
    const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", content));
    const found = [...digest].map((byte) => byte.toString(16).padStart(2, "0")).join("");
    return found === expected
      ? element("span", { class: "agrees" }, "The bytes in this page agree with it.")
      : element("strong", { class: "differs" }, `The bytes in this page have ${found}.`);
  }

  function ownOrRaw(evidence, path) {
    const row = evidence.raw[path];
    if (row) {
      return [
        ["Publisher", row.publisher], ["Table", row.title], ["Unit", row.unit],
        ["Vintage", row.vintage === "single" ? "no dated releases" : row.vintage],
        ["Covers", row.first ? `${row.first} to ${row.last}, ${grouped(row.rows)} rows` : `${grouped(row.rows)} rows`],
        ["Obtained from", row.obtained_via],
      ];
    }
    const step = evidence.steps[path];
    return step ? [["Rule", code(step.rule)], ["Script", code(step.script)]] : [["Publisher", "This project"]];
  }

  function fileView(path, context = {}) {
    return async () => {
      const evidence = await load();
      const file = evidence.files[path];
      const step = evidence.steps[path];
      const rows = await rowsOf(path, { window: evidence.window, ...context });
      return {
        title: fileName(path),
        content: [
          facts([
            ["File", code(path)], ...ownOrRaw(evidence, path), ["Size", `${grouped(file.bytes)} bytes`],
            ["sha256", element("code", { class: "hash" }, file.sha256), " ", await checked(path, file.sha256)],
          ]),
          step ? parameters(step.parameters) : null,
          rows ?? element("p", { class: "said" }, "This file is larger than what the page carries; the build writes it under this name, with this sha256."),
          step ? element("h3", {}, "Made from") : null,
          step ? chain(evidence, step.inputs, context.months ?? []) : null,
        ],
      };
    };
  }

  // ---- the chain from a table of results down to the raw files

  function chain(evidence, paths, months, seen = new Set()) {
    const folders = grouping(paths);
    const list = element("ul", { class: "chain" });
    for (const [folder, inside] of folders) {
      if (folder.startsWith("data/raw/") && inside.length > MANY) {
        const rows = inside.map((path) => evidence.raw[path]);
        const links = inside.map((path) => element("li", {}, opening(path, months, evidence.raw[path].vintage)));
        list.append(element("li", {},
          element("details", {},
            element("summary", {}, `${inside.length} vintages of ${folder}, ${rows[0].vintage} to ${rows.at(-1).vintage}`),
            element("ul", { class: "vintages" }, ...links)),
          element("span", { class: "about" }, `${rows[0].publisher}: ${rows[0].title}; ${rows.at(-1).unit}`)));
        continue;
      }
      for (const path of inside) list.append(link(evidence, path, months, seen));
    }
    return list;
  }

  const folderOf = (path) => path.slice(0, path.lastIndexOf("/"));

  function grouping(paths) {
    const folders = new Map();
    for (const path of paths) folders.set(folderOf(path), [...(folders.get(folderOf(path)) ?? []), path]);
    return folders;
  }

  const opening = (path, months, text = path) => button(text, () => deeper(fileView(path, { months })), { class: "link", "data-path": path });

  function link(evidence, path, months, seen) {
    const line = element("li", {}, opening(path, months));
    const step = evidence.steps[path];
    if (!step) {
      const row = evidence.raw[path];
      const about = row
        ? `${row.publisher}: ${row.title}; ${row.unit}; ${row.vintage === "single" ? "" : `vintage ${row.vintage}, `}${row.first} to ${row.last}`
        : "This project";
      line.classList.add("end");
      line.append(element("span", { class: "about" }, about), element("span", { class: "about" }, "sha256 ", element("code", { class: "hash" }, evidence.files[path].sha256)));
      return line;
    }
    line.append(element("span", { class: "about" }, `rule ${step.rule}, script ${step.script}`));
    if (seen.has(path)) {
      line.append(element("span", { class: "about" }, "inputs as above"));
      return line;
    }
    seen.add(path);
    line.append(...[parameters(step.parameters), step.inputs.length ? chain(evidence, step.inputs, months, seen) : null].filter(Boolean));
    return line;
  }

  // ---- what a reader asks about: a number, a figure, a table

  const MADE = { 1: "", 100: ", times a hundred", "-1": ", with the opposite sign", "-100": ", times a hundred and with the opposite sign" };

  function standing(cells) {
    if (!cells) return "Read or counted from the table.";
    if (!cells.count) return "Computed from the table: no cell of it holds this value.";
    const [[row, column]] = cells.places;
    const value = `the same value${MADE[cells.factor]}`;
    return cells.count === 1
      ? `One cell holds ${value}: row ${row + 1}, column ${column}.`
      : `${cells.count} cells hold ${value}, first row ${row + 1}, column ${column}.`;
  }

  /** The months that the rows of a number speak of: they lead on to the rows of the files behind. */
  async function monthsOf(number) {
    const named = number.unit === "month" ? [String(number.value)] : [];
    const places = number.cells?.places ?? [];
    const content = places.length ? await table(number.product) : null;
    if (!content || new Set(places.map(([row]) => row)).size > 1) return named;
    const row = content.rows[places[0][0]];
    return [...new Set([...named, ...row.filter((cell) => /^\d{4}-\d\d$/.test(cell))])];
  }

  function numberView(key) {
    return async () => {
      const evidence = await load();
      const number = evidence.numbers[key];
      const setting = !(number.product in evidence.files);
      const months = await monthsOf(number);
      const places = number.cells?.places ?? [];
      const known = [
        ["In full", number.value === null ? "not available" : String(number.value)], ["Unit", number.unit],
        ["Key", code(key), " in numbers.json ", element("a", { href: `#n=${encodeURIComponent(key)}` }, "link to this number")],
        ["Computed by", "rule ", code(evidence.reading.rule), ", script ", code(evidence.reading.script)],
        ["Read from", setting ? code(number.product) : opening(number.product, months)],
        ["Where", setting ? "A setting of this build." : standing(number.cells)],
      ];
      if (setting) return { title: number.text, content: [facts(known), parameters(evidence.reading.parameters)] };
      return {
        title: number.text,
        content: [
          facts(known),
          await rowsOf(number.product, { places, window: evidence.window }),
          element("h3", {}, "From the table to the raw files"),
          chain(evidence, [number.product], months),
        ],
      };
    };
  }

  const FACTORS = [1, 100, -1, -100]; // what is printed of a cell: itself, percent, a fall as a positive number

  /**
   * Cells of a file that print as a text: of these the ones in rows that share most texts with the printed row.
   * Null where the text is no number or the page does not carry the file.
   */
  async function printing(path, text, row) {
    const content = await table(path);
    const plain = text.trim().replaceAll("\u2212", "-").replaceAll(",", "");
    if (!content || !/^-?\d+(\.\d+)?$/.test(plain)) return null;
    const half = 0.5 * 10 ** -(plain.split(".")[1] ?? "").length * (1 + 1e-9);
    const texts = new Set(row.map((cell) => cell.toLowerCase()));
    const shared = content.rows.map((cells) => new Set(cells.map((cell) => cell.toLowerCase()).filter((cell) => cell && texts.has(cell))).size);
    let best = { factor: 1, places: [], shared: -1 };
    for (const factor of FACTORS) {
      const places = [];
      content.rows.forEach((cells, place) => cells.forEach((cell, at) => {
        if (cell && Math.abs(factor * Number(cell) - Number(plain)) <= half) places.push([place, content.head[at]]);
      }));
      const most = Math.max(...places.map(([place]) => shared[place]), -1);
      if (most > best.shared) best = { factor, places: places.filter(([place]) => shared[place] === most), shared: most };
    }
    return best;
  }

  /** A figure or table: its files, a search for a value as it is printed, and the chain. */
  function itemView(key, sought = "", row = []) {
    return async () => {
      const evidence = await load();
      const item = evidence.items.find((one) => one.key === key);
      const only = item.products.length === 1 ? item.products[0] : null;
      const files = item.products.map((path) => element("li", {}, opening(path, []),
        evidence.files[path].pack
          ? (item.products.length > 1 ? downloadButton(path) : null)
          : element("span", { class: "about" }, "larger than what the page carries")));
      const found = element("div");
      const links = element("div", {}, chain(evidence, item.products, []));

      async function find(text, context) {
        const shown = [];
        let months = [];
        const hits = [];
        for (const path of item.products) {
          const cells = await printing(path, text, context);
          if (cells?.places.length) hits.push([path, cells]);
        }
        const most = Math.max(...hits.map(([, cells]) => cells.shared));
        for (const [path, cells] of hits.filter(([, { shared }]) => shared === most)) {
          const count = cells.places.length === 1 ? "One cell" : `${grouped(cells.places.length)} cells`;
          const beside = cells.shared ? ", in rows that share most with the printed one" : "";
          shown.push(
            element("p", { class: "found" }, `${count} of ${fileName(path)}${MADE[cells.factor]}${MADE[cells.factor] && ","} ${cells.places.length === 1 ? "prints" : "print"} as ${text}${beside}.`),
            await rowsOf(path, { places: cells.places, window: evidence.window }));
          if (new Set(cells.places.map(([place]) => place)).size === 1) {
            months = (await table(path)).rows[cells.places[0][0]].filter((cell) => /^\d{4}-\d\d$/.test(cell));
          }
        }
        if (!shown.length) shown.push(element("p", { class: "found" }, `No cell of these files prints as ${text}.`));
        found.replaceChildren(...shown);
        links.replaceChildren(chain(evidence, item.products, months));
        reveal(found);
      }

      const field = element("input", { type: "text", inputmode: "decimal", autocomplete: "off", size: "10", value: sought });
      const search = element("form", {}, element("label", {}, "A value as printed ", field), element("button", { type: "submit" }, "Find"));
      search.addEventListener("submit", (event) => {
        event.preventDefault();
        if (field.value.trim()) find(field.value.trim(), []);
      });
      if (sought) await find(sought, row);
      else if (only) found.append(...[await rowsOf(only, { window: evidence.window })].filter(Boolean));
      return {
        title: `${item.kind === "figure" ? "Figure" : "Table"} ${item.number}`,
        content: [
          element("p", {}, item.caption),
          element("h3", {}, item.kind === "figure" ? "What it draws" : "What it shows"), element("ul", { class: "files" }, ...files),
          search, found, element("h3", {}, "Down to the raw files"), links,
        ],
      };
    };
  }

  // ---- figures and tables: downloads

  const quoted = (text) => (/[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

  /** A printed table as CSV; the ledger's rows that open are no part of it. */
  function asPrinted(figure) {
    const rows = [...figure.querySelector("table").rows].map((row) =>
      [...row.cells].filter((cell) => !cell.classList.contains("way")).map((cell) => quoted(cell.textContent.trim().replace(/\s+/g, " "))).join(","));
    return `${rows.join("\n")}\n`;
  }

  async function data(key, from) {
    const item = (await load()).items.find((one) => one.key === key);
    const content = item.products.length === 1 ? await bytes(item.products[0]) : null;
    if (content) save(fileName(item.products[0]), content);
    else open(itemView(key), from);
  }

  for (const figure of document.querySelectorAll("figure[id]")) {
    const origin = figure.querySelector(":scope > .origin");
    if (!origin) continue;
    const name = figure.querySelector(".label")?.textContent.replace(/\.$/, "") ?? figure.id;
    const act = (text, what) => {
      const made = button(text, () => what(made), { "aria-label": `${text}: ${name}` });
      return made;
    };
    const picture = figure.querySelector("img[src^='data:image/svg']");
    const printed = figure.querySelector(":scope > .scroll table, :scope > table, table");
    origin.after(element(
      "p", { class: "evidence" }, act("Data (CSV)", (made) => data(figure.id, made)),
      picture ? act("SVG", () => element("a", { href: picture.src, download: `${figure.id}.svg` }).click()) : null,
      !picture && printed ? act("As printed (CSV)", () => save(`${figure.id}.csv`, asPrinted(figure))) : null,
      act("Where from", (made) => open(itemView(figure.id), made)),
    ));
  }

  // ---- numbers of the text

  const numbers = () => document.querySelectorAll(".n[data-n]");
  const reading = () => document.documentElement.classList.contains("numbers-marked");

  async function openNumber(span) {
    if (span.dataset.n in (await load()).numbers) await open(numberView(span.dataset.n), span);
  }

  addEventListener("click", (event) => {
    const span = event.target.closest?.(".n[data-n]");
    if (!span || event.target.closest("a, button, summary") || !getSelection().isCollapsed) return;
    openNumber(span);
  });
  addEventListener("click", (event) => {
    // A cell of a printed table; with the keyboard the same value is sought in the table's panel.
    const cell = reading() ? event.target.closest?.("figure[id] td") : null;
    const figure = cell?.closest("figure[id]");
    const value = cell?.textContent.match(/[\u2212-]?\d[\d,]*(\.\d+)?/);
    if (!value || !figure.querySelector(":scope > .evidence") || event.target.closest("a, button, summary, .n") || !getSelection().isCollapsed) return;
    const row = [...cell.parentElement.cells].filter((other) => other !== cell).map((other) => other.textContent.trim());
    open(itemView(figure.id, value[0], row), figure.querySelector(":scope > .evidence button:last-child"));
  });
  addEventListener("keydown", (event) => {
    if (!reading() || !["Enter", " "].includes(event.key) || !event.target.matches?.(".n[data-n]")) return;
    event.preventDefault();
    openNumber(event.target);
  });

  const toggle = button("Mark numbers", () => {
    const on = document.documentElement.classList.toggle("numbers-marked");
    toggle.setAttribute("aria-pressed", String(on));
    for (const span of numbers()) {
      // A number inside a link is the link's.
      if (on && !span.closest("a")) {
        for (const [name, value] of [["tabindex", "0"], ["role", "button"], ["aria-haspopup", "dialog"]]) span.setAttribute(name, value);
      } else for (const name of ["tabindex", "role", "aria-haspopup"]) span.removeAttribute(name);
    }
  }, { "aria-pressed": "false" });
  document.getElementById("abstract")?.append(element(
    "p", { class: "evidence" }, toggle, element("span", {}, "Each number of text and tables opens to the rows behind it, down to the raw files; so does \u201cWhere from\u201d under figures and tables."),
  ));

  async function openLinked() {
    if (!location.hash.startsWith("#n=")) return;
    let key;
    try {
      key = decodeURIComponent(location.hash.slice(3));
    } catch {
      return; // not one of this page's links
    }
    if (!Object.hasOwn((await load()).numbers, key)) return;
    const span = document.querySelector(`.n[data-n="${CSS.escape(key)}"]`);
    span?.scrollIntoView({ block: "center" });
    await open(numberView(key), span);
  }
  addEventListener("hashchange", openLinked);
  openLinked();
})();
