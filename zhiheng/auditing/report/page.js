"use strict";
(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const [LEVEL, LINE, CASE, UNIT, OFFICIAL, DAY, DUE, MEASURED, ALLOWED, EXCESS, BY, PHRASE] = data.rows;
  const PER_PAGE = matchMedia("(max-width: 720px)").matches ? 20 : 50;
  const app = document.getElementById("list-app");
  const radios = { zh: document.getElementById("zh"), en: document.getElementById("en") };
  const state = { text: "", level: -1, control: "", unit: "", sort: "", down: false, page: 0, open: new Set() };
  let language = radios.en.checked ? "en" : "zh";

  const say = (text) => (text === null ? say(data.words.unknown) : typeof text === "string" ? text : text[language === "zh" ? 0 : 1]);
  const word = (name, places = {}) =>
    Object.entries(places).reduce((text, [key, value]) => text.replace(`{${key}}`, () => value), say(data.words[name]));
  const day = (number) => (number === null ? "" : new Date(number * 864e5).toISOString().slice(0, 10));
  const count = (number) => number.toLocaleString("en-US");

  function make(tag, css, ...inside) {
    const element = document.createElement(tag);
    if (css) element.className = css;
    element.append(...inside.filter((one) => one !== "" && one !== null));
    return element;
  }

  function button(label, act, css) {
    const element = make("button", css, label);
    element.type = "button";
    element.addEventListener("click", act);
    return element;
  }

  const level = (row) => make("span", `level ${data.levels[LEVEL[row]][0]}`, say(data.levels[LEVEL[row]][1]));
  const by = (row) => say(data.phrases[PHRASE[row] >> 1]).replace("{q}", () => say(data.amounts[EXCESS[row]]));
  const line = (row) => data.lines[LINE[row]];
  const title = (row) => say((data.controls[line(row)[0]] || [line(row)[0]])[0]);
  const caseName = (row) => CASE[row] || say(data.words.unknown);

  // The unit with the official below it, as far as they are recorded (null: not recorded).
  function holder(row) {
    const [unit, official] = [data.units[UNIT[row]], data.officials[OFFICIAL[row]]];
    if (unit === null && official === null) return [make("span", "muted", word("unknown"))];
    if (unit === null || official === null) return [say(unit ?? official)];
    return [say(unit), make("small", "", say(official))];
  }

  // What the search looks through, in both languages, made once when it is first needed.
  let haystack = null;
  function searched(row) {
    if (!haystack) {
      const lines = data.lines.map((one) => [one[0], one[1], (data.controls[one[0]] || [""])[0], one[2]].flat().join(" ").toLowerCase());
      const units = data.units.map((one) => [one].flat().join(" ").toLowerCase());
      const officials = data.officials.map((one) => [one].flat().join(" ").toLowerCase());
      haystack = LINE.map((at, i) => `${CASE[i].toLowerCase()} ${units[UNIT[i]]} ${officials[OFFICIAL[i]]} ${lines[at]} ${day(DAY[i])}`);
    }
    return haystack[row];
  }

  const orders = {
    level: (a, b) => LEVEL[a] - LEVEL[b],
    what: (a, b) => title(a).localeCompare(title(b), language) || LINE[a] - LINE[b],
    case: (a, b) => CASE[a].localeCompare(CASE[b], language, { numeric: true }),
    who: (a, b) => say(data.units[UNIT[a]]).localeCompare(say(data.units[UNIT[b]]), language)
      || say(data.officials[OFFICIAL[a]]).localeCompare(say(data.officials[OFFICIAL[b]]), language),
    date: (a, b) => (DAY[a] ?? DUE[a] ?? Infinity) - (DAY[b] ?? DUE[b] ?? Infinity),
    by: (a, b) => BY[a] - BY[b],
  };

  function chosen() {
    const needles = state.text.toLowerCase().split(/\s+/).filter(Boolean);
    const rows = [];
    for (let row = 0; row < LEVEL.length; row++) {
      if (state.level >= 0 && LEVEL[row] !== state.level) continue;
      if (state.control && line(row)[0] !== state.control) continue;
      if (state.unit !== "" && UNIT[row] !== Number(state.unit)) continue;
      if (needles.length && !needles.every((needle) => searched(row).includes(needle))) continue;
      rows.push(row);
    }
    if (state.sort) {
      const order = orders[state.sort];
      rows.sort((a, b) => (state.down ? order(b, a) : order(a, b)) || a - b);
    }
    return rows;
  }

  function select(name, options, value, label) {
    const element = make("select");
    element.setAttribute("aria-label", label);
    for (const [key, text] of options) {
      const option = make("option", "", text);
      option.value = key;
      element.append(option);
    }
    element.value = value;
    element.addEventListener("change", () => { state[name] = element.value; renew(); });
    return element;
  }

  function filters() {
    const bar = make("div", "filters");
    const search = make("input");
    search.type = "search";
    search.placeholder = word("search");
    search.setAttribute("aria-label", word("search"));
    search.value = state.text;
    search.addEventListener("input", () => { state.text = search.value; renew(); });
    bar.append(search);
    const numbers = data.levels.map((_, at) => LEVEL.reduce((sum, one) => sum + (one === at), 0));
    const chip = (at, text) => {
      const element = button(text, () => {
        state.level = at;
        for (const one of bar.querySelectorAll(".chip")) one.setAttribute("aria-pressed", String(one === element));
        renew();
      }, "chip");
      element.setAttribute("aria-pressed", String(state.level === at));
      return element;
    };
    bar.append(chip(-1, `${word("all_levels")} ${count(LEVEL.length)}`));
    numbers.forEach((number, at) => { if (number) bar.append(chip(at, `${say(data.levels[at][1])} ${count(number)}`)); });
    const controls = [...new Set(data.lines.map((one) => one[0]))].sort();
    bar.append(select("control", [["", word("all_controls")], ...controls.map((id) => [id, `${id} ${say((data.controls[id] || [""])[0])}`])], state.control, word("control_filter")));
    if (data.units.length > 1) {
      const units = data.units.map((name, at) => [String(at), say(name)]).sort((a, b) => a[1].localeCompare(b[1], language));
      bar.append(select("unit", [["", word("all_units")], ...units], state.unit, word("unit_filter")));
    }
    bar.append(button(word("clear"), () => {
      Object.assign(state, { text: "", level: -1, control: "", unit: "", sort: "", down: false });
      build();
      app.querySelector("input").focus();
    }));
    return bar;
  }

  function head() {
    const row = make("tr");
    for (const name of ["level", "what", "case", "who", "date", "by"]) {
      const cell = make("th", `c-${name}`, button(word(name), () => {
        state.down = state.sort === name ? !state.down : name === "by" || name === "date";
        state.sort = name;
        for (const one of row.children) one.removeAttribute("aria-sort");
        cell.setAttribute("aria-sort", state.down ? "descending" : "ascending");
        renew();
      }));
      cell.scope = "col";
      if (state.sort === name) cell.setAttribute("aria-sort", state.down ? "descending" : "ascending");
      row.append(cell);
    }
    const last = make("th", "c-open", make("span", "hidden", word("open")));
    last.scope = "col";
    row.append(last);
    return make("thead", "", row);
  }

  function facts(row) {
    const [control, label, power, law, unproven, at] = line(row);
    const list = make("dl");
    const add = (name, ...value) => {
      if (value.some((one) => one !== "")) list.append(make("dt", "", word(name)), make("dd", "", ...value));
    };
    add("power", say(power));
    add("measured", `${say(data.amounts[MEASURED[row]])}；${word("allowed")} ${say(data.amounts[ALLOWED[row]])}`.replace("；", language === "zh" ? "；" : "; "));
    add("due", day(DUE[row]) + (PHRASE[row] & 1 ? ` (${word("provisional")})` : ""));
    add("state", say(data.states[at]));
    add("law", say(law));
    add("rule", `${control} ${title(row)} `, make("code", "", (data.controls[control] || ["", ""])[1]));
    add("not_proven", say(unproven));
    if (row < data.full) {
      const link = make("a", "", word("in_full"));
      link.href = `#f${row + 1}`;
      list.append(make("dt"), make("dd", "", link));
    }
    const cell = make("td", "", list);
    cell.colSpan = 7;
    return make("tr", "details", cell);
  }

  function rowsOf(row) {
    const open = button(word("open"), () => {
      if (!state.open.delete(row)) state.open.add(row);
      renew(true);
      app.querySelector(`button[data-row="${row}"]`).focus();
    });
    open.dataset.row = row;
    open.setAttribute("aria-expanded", String(state.open.has(row)));
    open.setAttribute("aria-label", `${word("open")} ${caseName(row)}`);
    const made = [make("tr", "",
      make("td", "c-level", level(row)),
      make("td", "c-what", title(row), make("small", "", `${line(row)[0]} · ${say(line(row)[1])}`)),
      make("td", "c-case", caseName(row)),
      make("td", "c-who", ...holder(row)),
      make("td", "c-date", day(DAY[row] ?? DUE[row])),
      make("td", "c-by", by(row)),
      make("td", "c-open", open))];
    if (state.open.has(row)) made.push(facts(row));
    return made;
  }

  const body = make("tbody");
  const pager = make("div", "pager");
  const nothing = make("p", "empty", "");
  const told = make("output", "");
  told.setAttribute("aria-live", "polite");
  nothing.hidden = true;

  function renew(samePage) {
    if (samePage !== true) state.page = 0;
    const rows = chosen();
    // In print the list as it came would only repeat the entries above; a selection is printed.
    app.classList.toggle("as-found", rows.length === LEVEL.length && !state.sort && !state.page);
    const from = state.page * PER_PAGE;
    const to = Math.min(from + PER_PAGE, rows.length);
    body.replaceChildren(...rows.slice(from, to).flatMap(rowsOf));
    nothing.hidden = rows.length > 0;
    nothing.replaceChildren(word("none"));
    const turn = (step) => () => { state.page += step; renew(true); app.scrollIntoView({ block: "start" }); };
    const previous = button(word("previous"), turn(-1));
    const next = button(word("next"), turn(1));
    previous.disabled = from === 0;
    next.disabled = to >= rows.length;
    told.textContent = rows.length ? word("shown", { n: count(rows.length), from: count(from + 1), to: count(to) }) : "";
    pager.replaceChildren(previous, told, next);
  }

  function build() {
    if (!LEVEL.length) return;
    app.hidden = false;
    app.replaceChildren(filters(), make("table", "list", head(), body), nothing, pager);
    renew();
  }

  function speak() {
    language = radios.en.checked ? "en" : "zh";
    document.documentElement.lang = language === "zh" ? "zh-CN" : "en";
    document.title = say(data.title);
    build();
  }

  function reveal() {
    const target = /^#[fm]\d+(-\w+)?$/.test(location.hash) && document.getElementById(location.hash.slice(1));
    const folds = target && target.closest("details");
    if (folds) { folds.open = true; target.scrollIntoView(); }
  }

  const acts = {
    print: () => window.print(),
    "open-all": () => document.querySelectorAll("details.finding").forEach((one) => { one.open = true; }),
    "close-all": () => document.querySelectorAll("details.finding").forEach((one) => { one.open = false; }),
  };
  for (const element of document.querySelectorAll("[data-do]")) {
    element.hidden = false;
    element.addEventListener("click", acts[element.dataset.do]);
  }
  for (const element of document.querySelectorAll(".acts")) element.hidden = false;
  for (const radio of Object.values(radios)) radio.addEventListener("change", speak);
  // A link to the list names what to look for there.
  for (const link of document.querySelectorAll("[data-find]")) {
    link.addEventListener("click", () => {
      Object.assign(state, { text: link.dataset.find, level: -1, control: "", unit: "", sort: "", down: false });
      build();
    });
  }
  for (const box of document.querySelectorAll(".flow")) box.scrollLeft = (box.scrollWidth - box.clientWidth) / 2;
  // On paper the maps of all powers are open, as they were before afterwards.
  const folded = [...document.querySelectorAll("details.way-of")].filter((one) => !one.classList.contains("others"));
  let opened = [];
  window.addEventListener("beforeprint", () => {
    opened = folded.filter((one) => !one.open);
    for (const one of opened) one.open = true;
  });
  window.addEventListener("afterprint", () => { for (const one of opened) one.open = false; });
  window.addEventListener("hashchange", reveal);
  speak();
  reveal();
})();
