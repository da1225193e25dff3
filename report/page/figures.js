// Figures: an interactive view beside the printed one, made at the first switch from what stands in the page.
// Without this script, or in a browser that cannot unpack the drawing programme, the printed figure stands alone.
"use strict";
(() => {
  const root = document.documentElement;
  const packed = document.getElementById("chart-runtime");
  if (!packed || typeof DecompressionStream === "undefined") return;
  const NARROW = 700; // pixels, below which panels stand below each other
  const SMALL = 420; // pixels, below which a panel has no room for the names of dates
  const LETTER = 8; // pixels that a letter of a title takes
  // Colours that the dark page does not show, and what stands for them there.
  const DARK = {
    "#000000": "#e6e4e0", "#e9e9e9": "#35332f", "#666666": "#b3b0aa", "#a8a8a8": "#7d7a75", "#bbbbbb": "#8f8c86",
    "#0072b2": "#4aa3df", "#d55e00": "#f08a3c", "#009e73": "#2fc79a", "#56b4e9": "#b5e2fa", "#dddddd": "#3d3b37",
  };
  const system = matchMedia("(prefers-color-scheme: dark)");
  // What the reader chose on the page counts before what the system says.
  const dark = () => (root.dataset.theme ? root.dataset.theme === "dark" : system.matches);
  const shade = (colour) => (dark() && DARK[colour]) || colour;
  let loading; // the drawing programme, once for all figures

  async function unpack() {
    const bytes = Uint8Array.from(atob(JSON.parse(packed.textContent)), (letter) => letter.charCodeAt(0));
    const code = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
    const script = document.createElement("script");
    script.textContent = await new Response(code).text();
    document.head.append(script);
    script.remove();
    return window.vegaEmbed;
  }

  function make(tag, options = {}, ...children) {
    const { attributes = {}, ...properties } = options;
    const made = Object.assign(document.createElement(tag), properties);
    for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
    made.append(...children);
    return made;
  }

  // What stands beside the pointer: text only, whatever a name holds.
  const tip = make("div", { className: "chart-tip", hidden: true, attributes: { "aria-hidden": "true" } });
  document.body.append(tip);
  const tell = (series, { across, up }) => (_, event, item, row) => {
    tip.hidden = !row || typeof row !== "object";
    if (tip.hidden) return;
    const told = [[series, row.name], [across, row.across], [up, row.up]].filter(([, value]) => value !== "");
    const lines = told.map(([title, value]) => [make("dt", { textContent: title }), make("dd", { textContent: value })]);
    tip.replaceChildren(make("dl", {}, ...lines.flat()));
    const room = document.documentElement.clientWidth - tip.offsetWidth - 8;
    const above = event.clientY - tip.offsetHeight - 14;
    tip.style.left = `${Math.max(8, Math.min(event.clientX + 14, room))}px`;
    tip.style.top = `${above < 8 ? event.clientY + 18 : above}px`;
  };

  // What a series looks like, for the list of series.
  function swatch(looks) {
    const space = "http://www.w3.org/2000/svg";
    const picture = document.createElementNS(space, "svg");
    picture.setAttribute("viewBox", "0 0 24 12");
    picture.setAttribute("aria-hidden", "true");
    const shapes = {
      circle: "M12 3a3 3 0 1 0 .01 0z", square: "M9 3h6v6h-6z", diamond: "M12 2l4 4-4 4-4-4z",
      "triangle-up": "M12 2l4 7h-8z", "triangle-down": "M12 10l4-7h-8z", cross: "M11 2h2v3h3v2h-3v3h-2v-3h-3v-2h3z",
    };
    const kinds = new Set();
    for (const look of looks.filter(({ kind }) => !kinds.has(kind) && kinds.add(kind))) {
      const part = document.createElementNS(space, "path");
      const stroked = look.kind === "line";
      const path = stroked ? "M0 6h24" : look.kind === "points" ? shapes[look.shape] : "M2 1h20v10h-20z";
      part.setAttribute("d", path);
      part.setAttribute(stroked ? "stroke" : "fill", shade(look.colour));
      part.setAttribute("opacity", look.opacity);
      if (stroked) {
        part.setAttribute("stroke-width", look.width);
        part.setAttribute("stroke-dasharray", look.dash.join(" "));
      }
      picture.append(part);
    }
    return picture;
  }

  // A panel in the page's colours and at its width: titles break, and dates are named by the pointer alone where room is short.
  function adapted(panel, width) {
    const copy = JSON.parse(JSON.stringify(panel), (key, value) => {
      if (key === "color" && typeof value === "string") return shade(value);
      return key === "mark" && value.style === "inside" && dark() ? { ...value, color: "#000000" } : value;
    });
    copy.title = lines(panel.title, width / LETTER);
    if (width < SMALL) copy.layer = copy.layer.filter(({ mark }) => mark.style !== "note" || mark.baseline !== "top");
    return copy;
  }

  function lines(text, letters) {
    const found = [];
    for (const word of text.split(" ")) {
      const longer = `${found.at(-1)} ${word}`;
      if (found.length && longer.length <= letters) found[found.length - 1] = longer;
      else found.push(word);
    }
    return found;
  }

  function config(style) {
    const ink = style.getPropertyValue("color");
    const soft = shade("#666666"), line = shade("#dddddd");
    const font = '"Source Sans 3", "Helvetica Neue", Arial, sans-serif';
    return {
      aria: false, background: null, font, view: { stroke: null },
      title: { anchor: "start", frame: "group", color: ink, fontSize: 13, fontWeight: 600, offset: 8 },
      axis: {
        labelColor: ink, titleColor: ink, domainColor: soft, tickColor: soft, gridColor: line, labelFontSize: 11,
        titleFontSize: 11.5, titleFontWeight: "normal", titlePadding: 6,
      },
      axisY: { minExtent: 34 },
      style: { note: { color: soft }, pointer: { stroke: ink, fill: null } },
    };
  }

  class View {
    constructor(figure, label, island) {
      this.figure = figure;
      this.island = island;
      this.off = new Set();
      this.views = [];
      const name = (what) => ({ "aria-label": `${label}, ${what}` });
      const button = (text, pressed, act) => make(
        "button", { type: "button", textContent: text, onclick: act, attributes: { "aria-pressed": pressed } },
      );
      this.buttons = [
        button("Printed", "true", () => this.show(false)), button("Interactive", "false", () => this.show(true)),
      ];
      const switcher = make("div", { className: "views", attributes: { role: "group", ...name("view") } }, ...this.buttons);
      this.panels = make("div", { className: "panels" });
      this.chart = make("div", { className: "chart", hidden: true, attributes: { role: "group", ...name("interactive view") } });
      figure.prepend(switcher);
      figure.querySelector(".scroll").after(this.chart);
    }

    async show(interactive) {
      this.figure.classList.toggle("interactive", interactive);
      this.chart.hidden = !interactive;
      for (const [place, button] of this.buttons.entries()) button.setAttribute("aria-pressed", String(interactive === (place === 1)));
      if (!interactive) return;
      if (this.whole) {
        if (this.stale) await this.draw();
        return;
      }
      this.whole = JSON.parse(this.island.textContent);
      this.chart.append(...this.controls(), this.panels);
      this.chart.setAttribute("aria-busy", "true");
      await this.draw();
      this.chart.removeAttribute("aria-busy");
      let width = this.panels.clientWidth, rest;
      new ResizeObserver(() => {
        if (this.panels.clientWidth === width || !this.panels.clientWidth) return;
        width = this.panels.clientWidth;
        this.fit();
        // Where titles break and whether notes have room is decided once the window rests.
        clearTimeout(rest);
        rest = setTimeout(() => this.again(), 250);
      }).observe(this.panels);
      const recolour = () => {
        this.legend();
        this.again();
      };
      system.addEventListener("change", recolour);
      root.addEventListener("themechange", recolour);
    }

    controls() {
      const { series, heading, titles } = this.whole.usermeta;
      this.list = make("fieldset", { className: "series" });
      this.legend = () => this.list.replaceChildren(
        make("legend", { textContent: heading || "Series" }),
        ...series.map(({ name, looks }) => {
          const box = make("input", { type: "checkbox", checked: !this.off.has(name), onchange: () => this.toggle(name, box.checked) });
          return make("label", {}, box, swatch(looks), make("span", { textContent: name }));
        }),
      );
      this.legend();
      const act = (text, label, change) => make(
        "button", { type: "button", textContent: text, title: label, onclick: change, attributes: { "aria-label": label } },
      );
      const zoom = make(
        "div", { className: "zoom", attributes: { role: "group", "aria-label": "Zoom" } },
        act("+", "Zoom in", () => this.scaled(0.5, 0)), act("\u2212", "Zoom out", () => this.scaled(2, 0)),
        act("\u25c0", "Move left", () => this.scaled(1, -0.25)), act("\u25b6", "Move right", () => this.scaled(1, 0.25)),
        act("Reset", "Show the whole span", () => this.zoom(null, null)),
        make("span", { textContent: "Drag to move, Ctrl and wheel to zoom, double click to reset." }),
      );
      const stated = [["Up", titles.up], ["Across", titles.across]].filter(([, title]) => title);
      const note = make("p", { className: "titles", textContent: stated.map(([way, title]) => `${way}: ${title}.`).join(" ") });
      return [this.list, zoom, ...(stated.length ? [note] : [])];
    }

    // A view that nobody sees has no width to draw for: it is drawn when it is shown.
    again() {
      if (this.chart.hidden) this.stale = true;
      else this.draw();
    }

    // One drawing after the other, so that the last one is what stands.
    draw() {
      this.stale = false;
      this.drawing = (this.drawing ?? Promise.resolve()).then(() => this.paint());
      return this.drawing;
    }

    async paint() {
      loading ??= unpack();
      const embed = await loading;
      const { columns, zooms, told, heading } = this.whole.usermeta;
      const old = this.views;
      this.domains ??= {};
      const places = this.whole.vconcat.flatMap((row) => row.hconcat).map((panel, place) => {
        const box = make("div", { className: "panel" });
        return { panel, place, box, zoom: zooms[place] };
      });
      this.panels.style.setProperty("--columns", columns);
      this.panels.replaceChildren(...places.map(({ box }) => box));
      this.columns();
      const options = {
        mode: "vega-lite", renderer: "svg", actions: false, defaultStyle: false,
        config: config(getComputedStyle(this.figure)),
      };
      this.views = await Promise.all(places.map(async ({ panel, place, box, zoom }) => {
        const own = `panel${place}`;
        const params = this.whole.params.flatMap(({ views, ...param }) => (
          !views ? [param.name === "off" ? { ...param, value: [...this.off] } : param]
            : views.includes(own) ? [{ ...param, views: [own] }] : []
        ));
        const specification = {
          ...adapted(panel, box.clientWidth), $schema: this.whole.$schema, params, width: box.clientWidth, autosize: { type: "fit-x", contains: "padding" },
        };
        const { view } = await embed(box, specification, { ...options, tooltip: tell(heading || "series", told[place]) });
        const signal = `${zoom}_at`;
        box.view = view;
        if (this.domains[zoom]) await view.signal(signal, this.domains[zoom]).runAsync();
        view.addSignalListener(signal, (_, domain) => this.zoom(domain, zoom));
        return { view, box, zoom, signal };
      }));
      for (const { view } of old) view.finalize();
    }

    columns() {
      this.panels.classList.toggle("narrow", this.panels.clientWidth < NARROW);
    }

    fit() {
      this.columns();
      for (const { view, box } of this.views) view.width(box.clientWidth).runAsync();
    }

    toggle(name, on) {
      if (on) this.off.delete(name);
      else this.off.add(name);
      for (const { view } of this.views) view.signal("off", [...this.off]).runAsync();
    }

    // Show a part of the x axis in every panel that shares it; null is the whole, of all panels if none is named.
    zoom(domain, group) {
      for (const own of this.views.filter(({ zoom }) => group === null || zoom === group)) {
        this.domains[own.zoom] = domain;
        if (String(own.view.signal(own.signal)) !== String(domain)) own.view.signal(own.signal, domain).runAsync();
      }
    }

    // Show a span ``factor`` times as wide, moved by a share of itself; in the units of the scale, which may be logarithmic.
    scaled(factor, move) {
      for (const group of new Set(this.views.map(({ zoom }) => zoom))) {
        const { view } = this.views.find(({ zoom }) => zoom === group);
        const scale = view.scale("x"), [left, right] = scale.range(), width = right - left;
        const middle = (left + right) / 2 + move * width;
        this.zoom([middle - (width * factor) / 2, middle + (width * factor) / 2].map((at) => +scale.invert(at)), group);
      }
    }
  }

  for (const figure of document.querySelectorAll("figure[id]")) {
    const island = document.getElementById(`chart-${figure.id}`);
    const label = figure.querySelector(".label")?.textContent.replace(/\.$/, "") ?? figure.id;
    if (island) new View(figure, label, island);
  }
})();
