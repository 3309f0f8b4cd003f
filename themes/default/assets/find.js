// The search box of every page and the search page: what was typed into a list. Texts reach the page as text only.
(function () {
  "use strict";
  const { Index, needles, excerpt, passage, plain } = window.pmdocSearch;
  const form = document.querySelector("form.find");
  if (!form) return;
  const input = form.querySelector("input");
  const panel = document.querySelector("[data-results]");
  const [list, status] = [panel.querySelector("ol"), panel.querySelector("[role=status]")];
  const words = JSON.parse(form.dataset.words);
  const { root, page, index: folder } = form.dataset;
  const isPage = Boolean(panel.dataset.facets);
  const STEP = isPage ? 10 : 6;
  // Among very many documents values are counted for those who ask for them.
  const narrowing = panel.querySelector("details");
  const isWhenAsked = isPage && narrowing.matches(".when-asked");

  // The index. A site that was published anew meanwhile has other files: then everything is asked for again.
  let fresh = "";
  let index = open();
  function open() {
    const made = new Index((file) => new Promise((done, failed) => {
      const script = document.createElement("script");
      script.src = folder + file + (file === "index.js" ? fresh : "");
      script.onload = done;
      script.onerror = () => failed(new Error(file));
      document.head.append(script);
    }));
    window.pmdocShard = (name, value) => made.take(name, value);
    return made;
  }

  function anew() {
    [fresh, index] = ["?" + Date.now(), open()];
    return said("failed");
  }

  function said(key, values = {}) {
    let text = words[key] || "";
    if (text.other) text = text[["zero", "one"][values.n]] || text.other;
    return text.replace(/\{(\w+)\}/g, (whole, name) => name in values ? values[name] : whole);
  }

  function element(name, attributes, ...children) {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(attributes || {})) if (value) made.setAttribute(key, value);
    made.append(...children.filter(Boolean));
    return made;
  }
  const marked = (pieces) => pieces.map(([text, isHit]) => isHit ? element("mark", null, text) : text);

  function row(found, shown) {
    const marks = needles(found);
    const { address, language, day, id, severity, kind, title } = shown;
    const facts = [kind, day, severity, id].filter(Boolean).map((text) => element("span", null, text));
    return element("li", null,
      element("a", { href: root + address, lang: language }, ...marked(excerpt(title, marks, 400))),
      element("p", { class: "ref" }, ...facts),
      element("p", { class: "passage", lang: language }, ...marked(passage(shown, marks, isPage ? 240 : 110))));
  }

  // What is asked: the words, and on the search page the values that were chosen.
  let chosen = [];
  let turn = 0;

  /** `listed` are those that the list of incidents has; to count values, `all` must be known. */
  async function answer(typed, values, all, listed) {
    const query = await index.query(typed);
    query.listed = listed;
    const names = (await index.open()).fields.map(([name]) => name);
    for (const [facet, value] of values) {
      const number = names.indexOf(facet);
      if (number >= 0) query.filters.push({ facet: number, value: plain(value), not: false });
    }
    const found = await index.find(query);
    if (all && found.left) await index.read(found, Infinity);
    await index.verify(found, STEP);
    return found;
  }
  function toggled(chosen, { name, value, checked }) {
    const rest = chosen.filter(([facet, other]) => facet !== name || plain(other) !== plain(value));
    return checked ? rest.concat([[name, value]]) : rest;
  }

  async function show() {
    const mine = ++turn;
    const isAsked = input.value.trim() !== "" || chosen.length > 0;
    if (!isAsked && !isPage) return close();
    try {
      const isCounted = isPage && (narrowing.open || !isWhenAsked);
      const found = await answer(input.value, chosen, isCounted);
      const rows = (await index.shown(found, 0, STEP)).map((shown) => row(found, shown));
      const facets = isCounted && await index.counts(found);
      if (mine !== turn) return;
      // An answer that comes late must not take the focus away.
      const wasInside = list.contains(document.activeElement);
      list.replaceChildren(...rows);
      if (wasInside) (links()[0] || input).focus();
      tell(found, isAsked);
      if (facets) narrow(panel.querySelector(".facets"), JSON.parse(panel.dataset.facets), facets);
      if (isWhenAsked) narrowing.hidden = !isAsked;
      more(found);
      panel.hidden = false;
    } catch (error) {
      if (mine !== turn) return;
      list.replaceChildren();
      status.replaceChildren(anew());
      panel.hidden = false;
    }
  }

  function tell(found, isAsked) {
    const n = found.count;
    const lines = [isAsked ? said(n ? found.how : "none", { n }) : said("hint")];
    for (const [typed, taken] of found.instead) lines.push(said("instead", { typed, taken }));
    if (found.partly) lines.push(said("partly"));
    if (isAsked && !n) lines.push(said(found.before.length ? "none_chosen" : "none_hint"));
    status.replaceChildren(...lines.map((line) => element("span", null, line)));
  }

  // On the page a button shows more; elsewhere a link leads to the page.
  const rest = panel.querySelector(".rest");
  function more(found) {
    const n = found.count;
    rest.replaceChildren();
    const isLeast = found.how.endsWith("least");
    if (n <= list.children.length && !isLeast) return;
    if (!isPage) {
      rest.append(element("a", { href: address() }, said(found.how === "count" ? "all" : found.how, { n })));
      return;
    }
    const button = element("button", { type: "button" }, said(isLeast ? "further" : "more", { n: n - list.children.length }));
    button.onclick = async () => {
      const from = list.children.length;
      await index.verify(found, from + STEP);
      const rows = (await index.shown(found, from, from + STEP)).map((shown) => row(found, shown));
      list.append(...rows);
      tell(found, true);
      more(found);
      (rows[0] ? rows[0].querySelector("a") : rest.querySelector("button") || input).focus();
    };
    rest.append(button);
  }

  // Facets: the values that would leave something, and how many; those who want to see all of one can.
  const VALUES = 8;
  const opened = new Set();
  function narrow(place, names, facets) {
    const boxes = names.map(({ name, label, values }, facet) => {
      const all = facets[facet].filter(({ count, chosen }) => count || chosen)
        .map((value, at) => ({ ...value, at }))
        .sort((a, b) => (name !== "year" && (b.chosen - a.chosen || b.count - a.count)) || a.at - b.at);
      const options = (opened.has(name) ? all : all.slice(0, VALUES)).map(({ names, count, chosen: isChosen }) => {
        const box = element("input", { type: "checkbox", name, value: names[0] });
        box.checked = isChosen;
        return element("label", null, box, element("span", null, called(name, values, names)), element("small", null, String(count)));
      });
      if (options.length < all.length) {
        const button = element("button", { type: "button", name }, said("values", { n: all.length }));
        button.onclick = () => {
          opened.add(name);
          narrow(place, names, facets);
        };
        options.push(button);
      }
      return options.length && element("fieldset", null, element("legend", null, label), ...options);
    });
    // What has the focus keeps it, and of a list that was opened the first value that was not seen.
    const { name, value } = document.activeElement || {};
    const isBefore = place.contains(document.activeElement);
    place.replaceChildren(...boxes.filter(Boolean));
    const again = [...place.querySelectorAll("input")].filter((box) => box.name === name);
    const same = isBefore && (value ? again.find((box) => box.value === value) : again[VALUES]);
    if (same) same.focus();
  }
  function called(facet, labels, [key, name]) {
    const own = Object.hasOwn(labels, key) && labels[key];
    return own || ((facet === "cause" || facet === "severity") && name) || key;
  }

  // The address of what is shown.
  function address() {
    const asked = new URLSearchParams();
    if (input.value) asked.set("q", input.value);
    chosen.forEach(([facet, value]) => asked.append(facet, value));
    const text = asked.toString();
    return page + (text ? "?" + text : "");
  }
  function remember(isStep, url) {
    // Some browsers refuse this to pages opened from a file; the list is right without it.
    try { history[isStep ? "pushState" : "replaceState"](null, "", url || address()); } catch (error) { /* not remembered */ }
  }
  function recall() {
    const asked = new URLSearchParams(location.search);
    input.value = asked.get("q") || "";
    chosen = [...asked].filter(([name]) => name !== "q");
    return show();
  }

  // Keys. While an input method composes, every key is its own.
  const isComposing = (event) => event.isComposing || event.keyCode === 229;
  const isInside = (node) => form.contains(node) || panel.contains(node);
  const links = () => [...panel.querySelectorAll("ol a, .rest a, .rest button")];
  function close() {
    turn++;
    panel.hidden = true;
    list.replaceChildren();
    status.replaceChildren();
  }
  function step(by) {
    const all = [input].concat(links());
    const at = all.indexOf(document.activeElement);
    if (at >= 0) all[(at + by + all.length) % all.length].focus();
  }

  document.addEventListener("keydown", (event) => {
    if (isComposing(event)) {
      if (event.key === "Enter" && event.target === input) event.preventDefault();
      return;
    }
    const isTyping = event.target.closest && event.target.closest("input, textarea, select, [contenteditable]");
    const isSlash = event.key === "/" && !isTyping && !event.ctrlKey && !event.metaKey && !event.altKey;
    if (isSlash || (event.key && event.key.toLowerCase() === "k" && (event.ctrlKey || event.metaKey) && !event.shiftKey && !event.altKey)) {
      event.preventDefault();
      input.focus();
      input.select();
    } else if (isInside(event.target) && (event.key === "ArrowDown" || event.key === "ArrowUp") && event.target.type !== "checkbox") {
      if (links().length) event.preventDefault();
      step(event.key === "ArrowDown" ? 1 : -1);
    } else if (isInside(event.target) && event.key === "Escape" && !isPage && !panel.hidden) {
      event.preventDefault();
      input.focus();
      close();
    }
  });

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (!isPage) location.assign(address());
    else {
      remember(true);
      show();
    }
  });
  input.addEventListener("input", () => {
    if (isPage) remember(false);
    show();
  });
  input.addEventListener("focus", () => {
    index.open().catch(() => { /* said when something is asked */ });
    if (!isPage && input.value && panel.hidden) show();
  });

  if (isPage) {
    panel.addEventListener("change", (event) => {
      chosen = toggled(chosen, event.target);
      remember(true);
      show();
    });
    window.addEventListener("popstate", recall);
    recall();
    // Beside the results there is room for all of it.
    const wide = matchMedia("(min-width: 1100px)");
    const unfold = () => { narrowing.open = chosen.length > 0 || (wide.matches && !isWhenAsked); };
    narrowing.addEventListener("toggle", () => { if (isWhenAsked && narrowing.open) show(); });
    wide.addEventListener("change", unfold);
    unfold();
    if (!location.search) input.focus();
  } else {
    document.addEventListener("focusin", (event) => { if (!isInside(event.target)) close(); });
    document.addEventListener("click", (event) => { if (!isInside(event.target)) close(); });
  }

  // The table of incidents, narrowed and sorted by the facets. Its own rows are used where they are on the page.
  const ledger = document.querySelector("[data-ledger]");
  if (ledger) {
    const table = document.querySelector("table.incidents");
    const [told, left, pager] = [ledger.querySelector("[role=status]"), ledger.querySelector(".rest"), document.querySelector("nav.pager")];
    const [bodies, own] = [[...table.tBodies], new Map()];
    for (const link of table.querySelectorAll(".entry > a")) own.set(link.href, link.closest("tr"));
    const places = new Map([...own.values()].map((row) => [row, row.parentNode]));
    const labels = JSON.parse(ledger.dataset.facets);
    const heads = [...table.querySelectorAll("th[data-sort]")];
    const ROWS = 50;
    let [picked, order, now] = [[], "", 0];

    const texts = (facets, facet, number) => facets[facet].documents[number]
      .map((value) => called(labels[facet].name, labels[facet].values, facets[facet].values[value])).join(", ");
    const cell = (name, ...children) => element("td", { class: name }, ...children);
    const built = (facets, number, { address, language, day, rank, severity, kind, title }) => {
      const mark = "sev sev-" + rank;
      const shape = document.querySelector(".sev-" + rank + " svg");
      return element("tr", null,
        cell("date", element("time", { datetime: day }, day)),
        cell("mark", severity && element("span", { class: mark }, shape && shape.cloneNode(true), severity)),
        cell("entry", element("a", { href: root + address, lang: language }, title), kind && " ", kind && element("span", { class: "kind" }, kind)),
        cell("causes", texts(facets, 3, number)), cell("length"), cell("status", texts(facets, 2, number)));
    };
    const sorted = (facets, answers) => {
      const [by, isDown] = [order.replace("-", ""), order.startsWith("-")];
      if (by === "date") return isDown ? answers : answers.slice().reverse();
      if (!by) return answers;
      const facet = labels.findIndex(({ name }) => name === by);
      // Severities are in the order of their numbers, all else in that of its names; what has none comes last.
      const key = (number) => by === "severity" ? facets[facet].documents[number].join() : texts(facets, facet, number);
      const compare = new Intl.Collator(document.documentElement.lang, { numeric: true }).compare;
      return answers.map((number) => [key(number), number])
        .sort(([a], [b]) => !a - !b || (isDown ? compare(b, a) : compare(a, b)))
        .map(([, number]) => number);
    };

    const list = async () => {
      const mine = ++now;
      try {
        const found = await answer("", picked, true, true);
        const [facets, counts] = [await index.facets(), await index.counts(found)];
        found.answers = sorted(facets, found.answers);
        const body = element("tbody");
        const append = async (from) => {
          const rows = (await index.shown(found, from, from + ROWS)).map((document, at) => own.get(new URL(root + document.address, location.href).href) || built(facets, found.answers[from + at], document));
          if (mine !== now) return;
          body.append(...rows);
          left.replaceChildren();
          const n = found.count - from - rows.length;
          if (n < 1) return;
          const button = element("button", { type: "button" }, said("more", { n }));
          button.onclick = async () => {
            await append(from + ROWS);
            body.rows[from + ROWS].querySelector("a").focus();
          };
          left.append(button);
        };
        const isAsked = picked.length > 0 || order;
        if (isAsked) await append(0);
        if (mine !== now) return;
        // Rows go back to where they were, or into the list that was asked for.
        if (!isAsked) places.forEach((place, row) => place.append(row));
        bodies.concat([...table.tBodies]).forEach((other) => other.remove());
        table.append(...(isAsked ? [body] : bodies));
        table.after(left);
        if (!isAsked) left.replaceChildren();
        if (pager) pager.hidden = isAsked;
        told.replaceChildren(isAsked ? said(found.count ? "count" : "none", { n: found.count }) : "");
        narrow(ledger.querySelector(".facets"), labels, counts);
        ledger.querySelector(".clear").hidden = !isAsked;
        heads.forEach((head) => {
          const isBy = order.replace("-", "") === head.dataset.sort;
          head.setAttribute("aria-sort", isBy ? (order.startsWith("-") ? "descending" : "ascending") : "none");
        });
      } catch (error) {
        if (mine === now) told.replaceChildren(anew());
      }
    };
    const go = () => {
      const asked = new URLSearchParams(picked);
      if (order) asked.set("sort", order);
      const text = asked.toString();
      remember(true, location.pathname + (text ? "?" + text : ""));
      list();
    };
    const back = () => {
      const asked = [...new URLSearchParams(location.search)];
      picked = asked.filter(([name]) => labels.some((label) => label.name === name));
      order = (asked.find(([name]) => name === "sort") || [])[1] || "";
      if (!heads.some((head) => head.dataset.sort === order.replace("-", ""))) order = "";
      if (picked.length || order || now) list();
    };

    ledger.hidden = false;
    ledger.querySelector("details").addEventListener("toggle", ({ target }) => { if (target.open && !now) list(); });
    ledger.addEventListener("change", ({ target }) => {
      picked = toggled(picked, target);
      go();
    });
    ledger.querySelector(".clear").onclick = () => {
      [picked, order] = [[], ""];
      ledger.querySelector("summary").focus();
      go();
    };
    heads.forEach((head) => {
      const button = element("button", { type: "button", class: "sort" }, ...head.childNodes);
      head.append(button);
      head.setAttribute("aria-sort", "none");
      button.onclick = () => {
        const by = head.dataset.sort;
        order = order === by ? "-" + by : by;
        go();
      };
    });
    window.addEventListener("popstate", back);
    back();
  }
})();
