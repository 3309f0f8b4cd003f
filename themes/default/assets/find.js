// The search box of every page and the search page: what was typed into a list. Texts reach the page as text only.
(function () {
  "use strict";
  const { Index, needles, excerpt, plain } = window.pmdocSearch;
  const form = document.querySelector("form.find");
  if (!form) return;
  const input = form.querySelector("input");
  const panel = document.querySelector("[data-results]");
  const [list, status] = [panel.querySelector("ol"), panel.querySelector("[role=status]")];
  const words = JSON.parse(form.dataset.words);
  const { root, page, index: folder } = form.dataset;
  const isPage = Boolean(panel.dataset.facets);
  const STEP = isPage ? 10 : 6;

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

  function said(key, values) {
    let text = words[key] || "";
    const count = values && values.n;
    if (typeof text === "object") text = (count === 0 && text.zero) || (count === 1 && text.one) || text.other;
    return text.replace(/\{(\w+)\}/g, (whole, name) => values && name in values ? values[name] : whole);
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
    const { address, language, day, id, severity, kind, title, body } = shown;
    const facts = [kind, day, severity, id].filter(Boolean).map((text) => element("span", null, text));
    return element("li", null,
      element("a", { href: root + address, lang: language }, ...marked(excerpt(title, marks, 400))),
      element("p", { class: "ref" }, ...facts),
      element("p", { class: "passage", lang: language }, ...marked(excerpt(body, marks, isPage ? 240 : 110))));
  }

  // What is asked: the words, and on the search page the values that were chosen.
  let chosen = [];
  let turn = 0;
  const state = () => ({ typed: input.value, chosen });

  async function answer(typed, values) {
    const query = await index.query(typed);
    const names = (await index.open()).fields.map(([name]) => name);
    for (const [facet, value] of values) {
      const number = names.indexOf(facet);
      if (number >= 0) query.filters.push({ facet: number, value: plain(value), not: false });
    }
    const found = await index.find(query);
    await index.verify(found, STEP);
    return found;
  }

  async function show() {
    const mine = ++turn;
    const { typed, chosen } = state();
    const isAsked = typed.trim() !== "" || chosen.length > 0;
    if (!isAsked && !isPage) return close();
    try {
      const found = await answer(typed, chosen);
      const rows = await Promise.all(found.answers.slice(0, STEP).map(async (number) => row(found, await index.document(number))));
      const facets = isPage ? await index.counts(found) : [];
      if (mine !== turn) return;
      // An answer that comes late must not take the focus away.
      const wasInside = list.contains(document.activeElement);
      list.replaceChildren(...rows);
      if (wasInside) (links()[0] || input).focus();
      tell(found, isAsked);
      if (isPage) narrow(facets);
      more(found);
      panel.hidden = false;
    } catch (error) {
      if (mine !== turn) return;
      [fresh, index] = ["?" + Date.now(), open()];
      list.replaceChildren();
      status.replaceChildren(said("failed"));
      panel.hidden = false;
    }
  }

  function tell(found, isAsked) {
    const n = found.answers.length;
    const lines = [isAsked ? said(n ? "count" : "none", { n }) : said("hint")];
    for (const [typed, taken] of found.instead) lines.push(said("instead", { typed, taken }));
    if (found.partly) lines.push(said("partly"));
    if (isAsked && !n) lines.push(said(found.before.length ? "none_chosen" : "none_hint"));
    status.replaceChildren(...lines.map((line) => element("span", null, line)));
  }

  // On the page a button shows more; elsewhere a link leads to the page.
  const rest = panel.querySelector(".rest");
  function more(found) {
    const n = found.answers.length;
    rest.replaceChildren();
    if (n <= list.children.length) return;
    if (!isPage) {
      rest.append(element("a", { href: address() }, said("all", { n })));
      return;
    }
    const button = element("button", { type: "button" }, said("more", { n: n - list.children.length }));
    button.addEventListener("click", async () => {
      const from = list.children.length;
      await index.verify(found, from + STEP);
      const rows = await Promise.all(found.answers.slice(from, from + STEP).map(async (number) => row(found, await index.document(number))));
      list.append(...rows);
      more(found);
      if (rows[0]) rows[0].querySelector("a").focus();
    });
    rest.append(button);
  }

  // Facets, on the search page.
  const VALUES = 8;
  function narrow(facets) {
    const names = JSON.parse(panel.dataset.facets);
    const boxes = names.map(({ name, label, values }, facet) => {
      const shown = facets[facet].filter(({ count, chosen }) => count || chosen)
        .map((value, at) => ({ ...value, at }))
        .sort((a, b) => (name !== "year" && (b.chosen - a.chosen || b.count - a.count)) || a.at - b.at)
        .slice(0, VALUES);
      if (!shown.length || (shown.length === 1 && !shown[0].chosen && shown[0].count === 0)) return null;
      const options = shown.map(({ names: [key, called], count, chosen: isChosen }) => {
        const box = element("input", { type: "checkbox", name, value: key });
        box.checked = isChosen;
        const own = Object.prototype.hasOwnProperty.call(values, key) && values[key];
        const text = own || ((name === "cause" || name === "severity") && called) || key;
        return element("label", null, box, element("span", null, text), element("small", null, String(count)));
      });
      return element("fieldset", null, element("legend", null, label), ...options);
    });
    const focused = document.activeElement && document.activeElement.name;
    const value = document.activeElement && document.activeElement.value;
    const place = panel.querySelector(".facets");
    const before = place.contains(document.activeElement);
    place.replaceChildren(...boxes.filter(Boolean));
    if (before) {
      const again = Array.from(place.querySelectorAll("input")).find((box) => box.name === focused && box.value === value);
      if (again) again.focus();
    }
  }

  // The address of what is shown.
  function address() {
    const asked = new URLSearchParams();
    if (input.value) asked.set("q", input.value);
    chosen.forEach(([facet, value]) => asked.append(facet, value));
    const text = asked.toString();
    return page + (text ? "?" + text : "");
  }
  function remember(isStep) {
    // Some browsers refuse this to pages opened from a file; the list is right without it.
    try { history[isStep ? "pushState" : "replaceState"](null, "", address()); } catch (error) { /* not remembered */ }
  }
  function recall() {
    const asked = new URLSearchParams(location.search);
    input.value = asked.get("q") || "";
    chosen = Array.from(asked).filter(([name]) => name !== "q");
    return show();
  }

  // Keys. While an input method composes, every key is its own.
  const isComposing = (event) => event.isComposing || event.keyCode === 229;
  const isInside = (node) => form.contains(node) || panel.contains(node);
  const links = () => Array.from(panel.querySelectorAll("ol a, .rest a, .rest button"));
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
      const { name, value, checked } = event.target;
      chosen = chosen.filter(([facet, other]) => facet !== name || plain(other) !== plain(value));
      if (checked) chosen.push([name, value]);
      remember(true);
      show();
    });
    window.addEventListener("popstate", recall);
    recall();
    // Beside the results there is room for all of it.
    const wide = matchMedia("(min-width: 1100px)");
    const unfold = () => { panel.querySelector("details").open = wide.matches || chosen.length > 0; };
    wide.addEventListener("change", unfold);
    unfold();
    if (!location.search) input.focus();
  } else {
    document.addEventListener("focusin", (event) => { if (!isInside(event.target)) close(); });
    document.addEventListener("click", (event) => { if (!isInside(event.target)) close(); });
  }
})();
