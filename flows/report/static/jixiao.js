// The report's own script: the language, tables that sort, lists that are searched, charts when they come into view.
// Everything is text until it is shown: nothing of a document becomes markup.
"use strict";
const jixiao = { words: (words) => { jixiao.dictionary = words; }, dictionary: {}, pending: null };
jixiao.rows = (rows) => { jixiao.pending(rows); };

const root = document.documentElement;
const base = document.currentScript.dataset.root;
const BATCH = 100;

function rememberedLanguage() {
  try {
    return localStorage.getItem("jixiao-language");
  } catch {
    return null; // a browser may keep nothing for pages from disk
  }
}

function language() { return root.dataset.language; }

function show(chosen) {
  root.dataset.language = chosen;
  root.lang = chosen === "zh" ? "zh-CN" : "en";
}

show(rememberedLanguage() || (navigator.language.toLowerCase().startsWith("zh") ? "zh" : "en"));

function label() {
  for (const element of document.querySelectorAll("[data-label-zh]")) {
    element.setAttribute("aria-label", element.dataset[language() === "zh" ? "labelZh" : "labelEn"]);
  }
  for (const cell of document.querySelectorAll("[data-head-zh]")) {
    cell.dataset.head = cell.dataset[language() === "zh" ? "headZh" : "headEn"];
  }
}

function both(chinese, english) {
  return [["zh", "zh-CN", chinese], ["en", "en", english]].map(([name, lang, text]) => {
    const span = document.createElement("span");
    span.className = name;
    span.lang = lang;
    span.textContent = text;
    return span;
  });
}

const scripts = new Map(); // by file: each runs once

function script(file) {
  if (!scripts.has(file)) { scripts.set(file, appended(file)); }
  return scripts.get(file);
}

function appended(file) {
  return new Promise((loaded, failed) => {
    const element = document.createElement("script");
    element.src = base + file;
    element.onload = loaded;
    element.onerror = () => failed(new Error(`${file} is missing`));
    document.head.append(element);
  });
}

// Headings become buttons; `sort` gets the column's index and the direction, 1 or -1.
function sortByHeadings(table, sort) {
  const headings = [...table.tHead.rows[0].cells];
  headings.forEach((heading, index) => {
    const button = document.createElement("button");
    button.type = "button";
    button.append(...heading.childNodes);
    heading.append(button);
    button.addEventListener("click", () => {
      const isNumber = heading.classList.contains("number");
      const was = heading.getAttribute("aria-sort");
      const direction = was === (isNumber ? "descending" : "ascending") ? (isNumber ? 1 : -1) : (isNumber ? -1 : 1);
      headings.forEach((each) => each.removeAttribute("aria-sort"));
      heading.setAttribute("aria-sort", direction === 1 ? "ascending" : "descending");
      sort(index, direction);
    });
  });
}

const collator = new Intl.Collator("zh-CN", { numeric: true });

function compared(one, two) {
  if (typeof one === "number" && typeof two === "number") { return one - two; }
  return collator.compare(String(one ?? ""), String(two ?? ""));
}

function sortable(table) {
  const body = table.tBodies[0];
  const key = (row, index) => {
    const cell = row.cells[index];
    return "sort" in cell.dataset ? Number(cell.dataset.sort) : cell.textContent.trim();
  };
  sortByHeadings(table, (index, direction) => {
    body.append(...[...body.rows].sort((one, two) => direction * compared(key(one, index), key(two, index))));
  });
}

function folded(text) { return String(text).normalize("NFKC").toLowerCase(); }

function cellText(value, kind) {
  if (value === null) { return ""; }
  if (kind === "word") { return (jixiao.dictionary[value] || [value]).join(" "); }
  return kind === "link" || kind === "place" ? String(value[0] ?? "") : String(value);
}

function number(value) { return value.toLocaleString("en", { maximumFractionDigits: 8 }); }

function fill(cell, value, heading) {
  const kind = heading.dataset.kind;
  cell.className = `${kind === "money" ? "number" : kind} ${heading.classList.contains("zh") ? "zh" : heading.classList.contains("en") ? "en" : ""}`;
  Object.assign(cell.dataset, { headZh: heading.dataset.headZh, headEn: heading.dataset.headEn });
  if (value === null) {
    cell.classList.add("empty");
    cell.textContent = "—";
  } else if (kind === "money") {
    const inTenThousands = (value / 10000).toLocaleString("en", { minimumFractionDigits: 2, maximumFractionDigits: 6 });
    cell.append(...both(inTenThousands, number(value)));
  } else if (kind === "number") {
    cell.textContent = number(value);
  } else if (kind === "word") {
    const badge = document.createElement("span");
    badge.className = `badge ${String(value).replace(/[^a-z_]/g, "")}`;
    badge.append(...both(...(jixiao.dictionary[value] || [value, value])));
    cell.append(badge);
  } else if (kind === "link") {
    const link = document.createElement(value[1] ? "a" : "bdi");
    if (value[1]) { link.href = base + value[1]; }
    link.lang = "zh-CN";
    link.textContent = value[0] ?? "—";
    cell.append(link);
  } else {
    const text = document.createElement("bdi");
    text.textContent = kind === "place" ? value.slice(0, 2).filter(Boolean).join(", ") : value;
    if (kind === "place" && value[2]) {
      const link = document.createElement("a");
      link.href = base + value[2];
      link.append(text);
      cell.append(link);
    } else {
      cell.append(text);
    }
  }
}

async function list(section) {
  const table = section.querySelector("table");
  const headings = [...table.tHead.rows[0].cells];
  const kinds = headings.map((cell) => cell.dataset.kind);
  const search = section.querySelector("input");
  const filters = [...section.querySelectorAll("select")];
  const count = section.querySelector(".count");
  const more = section.querySelector(".more");
  const rows = [];
  await script("data/words.js");
  for (let chunk = 0; chunk < Number(section.dataset.chunks); chunk += 1) {
    jixiao.pending = (loaded) => { for (const row of loaded) { rows.push(row); } };
    await script(`data/${section.dataset.list}-${chunk}.js`);
  }
  const texts = rows.map((row) => folded(row.map((value, index) => cellText(value, kinds[index])).join("\n")));
  const order = rows.map((_, index) => index);
  let hits = order;

  function choices() {
    for (const select of filters) {
      const column = Number(select.dataset.filter);
      const kept = select.value;
      const values = [...new Set(rows.map((row) => cellText(row[column], kinds[column]) && row[column]))].filter(Boolean);
      const named = values.map((value) => [value, kinds[column] === "word" && jixiao.dictionary[value]
        ? jixiao.dictionary[value][language() === "zh" ? 0 : 1] : cellText(value, kinds[column])]);
      const unique = [...new Map(named.map(([value, text]) => [kinds[column] === "word" ? value : text, text]))];
      unique.sort((one, two) => collator.compare(one[1], two[1]));
      select.replaceChildren(new Option(language() === "zh" ? "全部" : "all", ""), ...unique.map(([value, text]) => new Option(text, value)));
      select.value = kept;
    }
  }

  function draw(from) {
    const body = table.tBodies[0];
    if (from === 0) { body.replaceChildren(); }
    for (const index of hits.slice(from, from + BATCH)) {
      const line = body.insertRow();
      rows[index].forEach((value, column) => fill(line.insertCell(), value, headings[column]));
    }
    label();
    more.hidden = body.rows.length >= hits.length;
    count.replaceChildren(...both(`${number(hits.length)} 条`, `${number(hits.length)} rows`));
  }

  function find() {
    const words = folded(search.value).split(/\s+/).filter(Boolean);
    const chosen = filters.map((select) => [Number(select.dataset.filter), select.value]).filter(([, value]) => value);
    hits = order.filter((index) => words.every((word) => texts[index].includes(word))
      && chosen.every(([column, value]) => (kinds[column] === "word" ? rows[index][column] : cellText(rows[index][column], kinds[column])) === value));
    draw(0);
  }

  sortByHeadings(table, (column, direction) => {
    const key = kinds[column] === "link" || kinds[column] === "place" ? (row) => row[column][0] : (row) => row[column];
    order.sort((one, two) => direction * compared(key(rows[one]), key(rows[two])));
    find();
  });
  search.addEventListener("input", find);
  filters.forEach((select) => select.addEventListener("change", find));
  more.addEventListener("click", () => draw(table.tBodies[0].rows.length));
  document.addEventListener("language", choices);
  choices();
  const asked = new URLSearchParams(location.hash.slice(1));
  if (asked.has("q")) { search.value = asked.get("q"); }
  for (const select of filters) {
    for (const value of asked.values()) {
      if ([...select.options].some((option) => option.value === value)) { select.value = value; }
    }
  }
  find();
  section.dataset.ready = "true";
}

async function charts() {
  const figures = [...document.querySelectorAll("figure.chart")];
  if (!figures.length) { return; }
  await script("assets/vega.js");
  for (const figure of figures) {
    const spec = figure.querySelector(`script[data-chart="${language()}"]`).textContent;
    await window.vegaEmbed(figure.querySelector(".drawing"), JSON.parse(spec), { actions: false, renderer: "svg" });
  }
}

function redraw() {
  charts().catch((error) => console.error(error.message));
}

document.addEventListener("DOMContentLoaded", () => {
  label();
  for (const link of document.querySelectorAll("header.site nav a")) {
    if (link.href === location.href.split("#")[0]) { link.setAttribute("aria-current", "page"); }
  }
  document.getElementById("language").addEventListener("click", () => {
    show(language() === "zh" ? "en" : "zh");
    try {
      localStorage.setItem("jixiao-language", language());
    } catch {
      // then the next page asks the browser again
    }
    label();
    document.dispatchEvent(new Event("language"));
    redraw();
  });
  document.querySelectorAll("table.sortable").forEach(sortable);
  (async () => {
    for (const section of document.querySelectorAll("section.list")) { await list(section); }
  })().catch((error) => console.error(error.message));
  setTimeout(redraw, 0);
});
