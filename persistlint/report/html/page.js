"use strict";
(() => {
  const SVG = "http://www.w3.org/2000/svg";
  const LINE = 14, PAD = 10;
  // Letters of a graph that is smaller than this can't be read.
  const SMALLEST = 0.65;
  const data = JSON.parse(document.getElementById("data").textContent);
  const pen = document.createElement("canvas").getContext("2d");

  function element(parent, name, attributes, text) {
    const made = document.createElementNS(SVG, name);
    for (const key in attributes) made.setAttribute(key, attributes[key]);
    if (text !== undefined) made.textContent = text;
    parent.append(made);
    return made;
  }

  // Text is broken where it would make a box too wide.
  function fold(lines, most) {
    const out = [];
    for (const line of lines) {
      let rest = line;
      while (rest.length > most) {
        const blank = rest.lastIndexOf(" ", most);
        const slash = rest.lastIndexOf("/", most - 1) + 1;
        const at = blank > most / 2 ? blank : slash > most / 2 ? slash : most;
        out.push(rest.slice(0, at));
        rest = rest.slice(at).trimStart();
      }
      out.push(rest);
    }
    return out;
  }

  function width(lines) {
    pen.font = "11px ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace";
    return Math.max(...lines.map((line) => pen.measureText(line).width * 1.06));
  }

  function write(parent, lines, x, y, kind) {
    lines.forEach((line, index) => {
      element(parent, "text", { class: index ? "event" : kind, x, y: y + LINE * (index + 0.75), "text-anchor": "middle" }, line);
    });
  }

  function outline(kind, x, y, w, h) {
    if (kind.endsWith("volume")) {
      const r = 6;
      return `M${x} ${y + r}a${w / 2} ${r} 0 0 1 ${w} 0v${h - 2 * r}a${w / 2} ${r} 0 0 1 ${-w} 0zM${x} ${y + r}a${w / 2} ${r} 0 0 0 ${w} 0`;
    }
    if (kind === "bind") return `M${x + 8} ${y}h${w}l-16 ${h}h${-w}z`;
    if (kind === "tmpfs") return `M${x} ${y + h / 2}l8 ${-h / 2}h${w - 16}l8 ${h / 2}l-8 ${h / 2}h${16 - w}z`;
    if (kind === "copy") return `M${x} ${y}h${w - 10}l10 10v${h - 10}h${-w}z`;
    const r = kind === "container" ? 2 : 10;
    return `M${x + r} ${y}h${w - 2 * r}a${r} ${r} 0 0 1 ${r} ${r}v${h - 2 * r}a${r} ${r} 0 0 1 ${-r} ${r}h${2 * r - w}a${r} ${r} 0 0 1 ${-r} ${-r}v${2 * r - h}a${r} ${r} 0 0 1 ${r} ${-r}z`;
  }

  // The lid of a drum takes room above its text.
  const lid = (node) => (node.kind.endsWith("volume") ? 8 : 0);

  // A curve through the points that the layout gives: straight to the middle between two, bent at each.
  function curve(points) {
    let path = `M${points[0].x} ${points[0].y}`;
    for (let index = 1; index < points.length - 1; index++) {
      const here = points[index], next = points[index + 1];
      const last = index === points.length - 2;
      path += `Q${here.x} ${here.y} ${last ? next.x : (here.x + next.x) / 2} ${last ? next.y : (here.y + next.y) / 2}`;
    }
    return points.length === 2 ? `${path}L${points[1].x} ${points[1].y}` : path;
  }

  // From left to right where there is room for it; else from top to bottom, if that is narrower.
  function layoutOf(graph, room) {
    let best = laidOut(graph, "LR", 34);
    // Narrower, the letters of a line become fewer.
    for (const [direction, most] of [["TB", 34], ["LR", 18], ["TB", 18]]) {
      if (best.graph().width * SMALLEST <= room) break;
      const other = laidOut(graph, direction, most);
      if (other.graph().width < best.graph().width) best = other;
    }
    return best;
  }

  function laidOut(graph, direction, most) {
    const layout = new dagre.graphlib.Graph({ multigraph: true });
    const apart = most < 34 ? 12 : 24;
    layout.setGraph({ rankdir: direction, nodesep: apart, ranksep: 1.5 * apart, marginx: 12, marginy: 12 });
    for (const node of graph.nodes) {
      const lines = fold(node.text, most);
      layout.setNode(node.id, { node, lines, width: width(lines) + 2 * PAD + 12, height: lines.length * LINE + 2 * PAD + lid(node) });
    }
    graph.edges.forEach((edge, index) => {
      const lines = fold(edge.text, most);
      layout.setEdge(edge.from, edge.to, { edge, lines, width: width(lines) + 6, height: lines.length * LINE + 4, labelpos: "c" }, String(index));
    });
    dagre.layout(layout);
    return layout;
  }

  function draw(place) {
    const graph = data.graphs[place.dataset.graph];
    place.textContent = "";
    const layout = layoutOf(graph, place.clientWidth);
    const size = layout.graph();
    const svg = element(place, "svg", { class: "persistlint", width: size.width, height: size.height, viewBox: `0 0 ${size.width} ${size.height}`, role: "img" });
    const edges = layout.edges().map((name) => layout.edge(name));
    for (const { edge, points } of edges) {
      element(svg, "path", { class: `edge ${edge.kind} ${edge.tone}`, d: curve(points) });
      if (edge.kind !== "mount") {
        const tip = points[points.length - 1], from = points[points.length - 2];
        const angle = Math.atan2(tip.y - from.y, tip.x - from.x);
        const corner = (turn) => `${tip.x - 9 * Math.cos(angle + turn)} ${tip.y - 9 * Math.sin(angle + turn)}`;
        element(svg, "path", { class: `head ${edge.tone}`, d: `M${tip.x} ${tip.y}L${corner(0.45)}L${corner(-0.45)}z` });
      }
    }
    // Labels lie above every line.
    for (const { edge, lines, x, y, width: w, height: h } of edges) {
      const group = element(svg, "g", { class: `arrow ${edge.tone}` });
      if (edge.title) element(group, "title", {}, edge.title);
      element(group, "rect", { class: "back", x: x - w / 2, y: y - h / 2, width: w, height: h });
      write(group, lines, x, y - h / 2 + 2, `event ${edge.tone === "kept" ? "" : edge.tone}`);
    }
    // A wide graph is made smaller as long as it can be read, and scrolled beyond that.
    svg.style.minWidth = `${size.width * SMALLEST}px`;
    for (const name of layout.nodes()) {
      const { node, lines, x, y, width: w, height: h } = layout.node(name);
      const group = element(svg, "g", { class: "node" });
      if (node.line !== undefined) group.dataset.line = node.line;
      element(group, "path", { class: `box ${node.tone}`, d: outline(node.kind, x - w / 2, y - h / 2, w, h) });
      write(group, lines, x, y - h / 2 + PAD + lid(node), "name");
    }
    const cut = size.width * SMALLEST > place.clientWidth + 1;
    for (const note of [...(cut ? ["The picture is wider than this screen: scroll it sideways. →"] : []), ...graph.notes]) {
      const paragraph = document.createElement("p");
      paragraph.className = "note";
      paragraph.textContent = note;
      place.append(paragraph);
    }
  }

  // A graph is laid out when it is first seen: a page may hold hundreds.
  const seen = new IntersectionObserver((entries) => {
    for (const entry of entries) {
      if (entry.isIntersecting) {
        seen.unobserve(entry.target);
        draw(entry.target);
      }
    }
  }, { rootMargin: "400px" });
  const places = document.querySelectorAll("[data-graph]");
  places.forEach((place) => seen.observe(place));
  // Paper has no window to scroll. What is folded away isn't printed.
  window.addEventListener("beforeprint", () => {
    for (const place of places) {
      if (!place.firstChild && !place.closest("details:not([open])")) {
        seen.unobserve(place);
        draw(place);
      }
    }
  });

  // Beside an editor: the line of the cursor is marked here, and a click on a line goes there.
  const mark = (line) => {
    const rows = [...document.querySelectorAll("[data-line]")];
    const lines = rows.map((row) => Number(row.dataset.line)).filter((each) => each <= line);
    const nearest = lines.length ? Math.max(...lines) : undefined;
    for (const row of rows) row.classList.toggle("current", Number(row.dataset.line) === nearest);
    document.querySelector(".row.current")?.scrollIntoView({ block: "nearest" });
  };
  if (typeof acquireVsCodeApi === "function") {
    const editor = acquireVsCodeApi();
    window.addEventListener("message", ({ data: told }) => mark(Number(told.line)));
    document.addEventListener("click", (event) => {
      const row = event.target.closest("[data-line]");
      if (row) editor.postMessage({ line: Number(row.dataset.line) });
    });
    editor.postMessage({ ready: true });
  }

  // The findings that the filters let through.
  const form = document.getElementById("filters");
  if (form) {
    const findings = [...document.querySelectorAll(".finding")];
    const files = [...document.querySelectorAll("section.file")];
    const count = document.getElementById("count");
    const filter = () => {
      const shown = new Set([...form.querySelectorAll("input[type=checkbox]:checked")].map((box) => box.value));
      const rule = form.elements.rule.value, path = form.elements.path.value.toLowerCase();
      let visible = 0;
      for (const finding of findings) {
        const { severity, code } = finding.dataset;
        finding.hidden = !shown.has(severity) || (rule !== "" && rule !== code);
      }
      for (const file of files) {
        file.hidden = !file.dataset.path.toLowerCase().includes(path);
        const here = [...file.querySelectorAll(".finding")];
        const left = here.filter((finding) => !finding.hidden).length;
        // A file without findings is there for its picture.
        if (here.length && !left) file.hidden = true;
        if (!here.length && rule !== "") file.hidden = true;
        if (!file.hidden) visible += left;
      }
      count.textContent = `${visible} of ${findings.length} findings shown`;
    };
    form.addEventListener("input", filter);
    form.addEventListener("submit", (event) => event.preventDefault());
    filter();
  }
})();
