// The search of pmdoc: what src/search does, over the files that it wrote. No file is asked for before somebody searches.
// Texts are read the same way in both; tests hold them to the same terms and the same order.
(function (scope) {
  "use strict";

  // Texts into terms.
  const IDEOGRAPH = "\\u1100-\\u11ff\\u3005\\u3007\\u3041-\\u3096\\u309d-\\u309f\\u30a1-\\u30fa\\u30fc-\\u30ff\\u31f0-\\u31ff\\u3400-\\u4dbf\\u4e00-\\u9fff\\uac00-\\ud7a3\\uf900-\\ufaff\\u{20000}-\\u{3ffff}";
  const LETTER = "(?:(?![" + IDEOGRAPH + "])[\\p{Alphabetic}\\p{N}])";
  const PIECES = new RegExp("([" + IDEOGRAPH + "]+)|" + LETTER + "+(?:[._\\/-]" + LETTER + "+)*", "gu");
  const [FIRST_IDEOGRAPH, FIRST_LETTER] = [new RegExp("^[" + IDEOGRAPH + "]", "u"), new RegExp("^" + LETTER, "u")];
  const isIdeograph = (letter) => FIRST_IDEOGRAPH.test(letter);
  const isOfWord = (letter) => FIRST_LETTER.test(letter);
  const GRAM = 3;
  const LONGEST = 64;
  const bytes = (text) => new TextEncoder().encode(text).length;

  const fold = (text) => text.normalize("NFKD").replace(/([A-Za-z])[\u0300-\u036f]+/g, "$1").normalize("NFKC");
  const plain = (text) => fold(text).toLowerCase().split(/\s+/).filter(Boolean).join(" ");

  function pieces(text, run, word) {
    for (const match of text.matchAll(PIECES)) match[1] ? run(match[1]) : word(match[0]);
  }

  function words(word, each) {
    const emit = (text, isPart) => {
      if (bytes(text) > 2 * LONGEST) return;
      const lower = text.toLowerCase();
      if (bytes(lower) <= LONGEST) each(lower, isPart);
    };
    emit(word, false);
    for (const piece of word.split(/[._/-]/)) {
      if (piece.length < word.length) emit(piece, true);
      const humps = piece.replace(/[a-z0-9](?=[A-Z])|[A-Z](?=[A-Z][a-z])/g, "$&\n").split("\n");
      if (humps.length > 1) humps.forEach((hump) => emit(hump, true));
    }
  }

  function tokens(text) {
    const found = [];
    pieces(fold(text), (run) => {
      const letters = [...run];
      letters.forEach((_, at) => found.push(letters.slice(at, at + GRAM).join("")));
    }, (word) => words(word, (term) => found.push(term)));
    return found;
  }

  // What was typed into a query.
  const QUOTE = /["“”]/;

  function wanted(text) {
    const found = [];
    pieces(text, (run) => found.push({ run: [...run] }), (word) => {
      const want = { word: "", parts: [] };
      words(word, (term, isPart) => isPart ? want.parts.push(term) : (want.word = term));
      found.push(want);
    });
    return found;
  }

  function parts(text, fields) {
    const found = [];
    let rest = text.replace(/^\s+/, "");
    while (rest) {
      const part = { not: /^-\S/.test(rest) };
      if (part.not) rest = rest.slice(1);
      const named = /^([^:\s"“”]+):(?=\S)/.exec(rest);
      part.field = named ? fields(named[1].toLowerCase()) : undefined;
      if (part.field !== undefined) {
        rest = rest.slice(named[0].length);
      }
      part.quoted = QUOTE.test(rest[0] || "");
      if (part.quoted) rest = rest.replace(/^["“”]+/, "");
      const end = rest.search(part.quoted ? QUOTE : /\s/);
      part.text = end < 0 ? rest : rest.slice(0, end);
      found.push(part);
      rest = end < 0 ? "" : rest.slice(end + 1).replace(/^\s+/, "");
    }
    return found;
  }

  // Letters of a query that are read.
  const MOST = 400;

  /** `fields` gives the number of the facet of a name, or "title". */
  function readQuery(typed, fields) {
    const query = { clues: [], without: [], checks: [], filters: [] };
    const text = [...fold(typed)].slice(0, MOST).join("");
    const isOpen = !/\s$/.test(text);
    const all = parts(text, fields);
    all.forEach((part, at) => {
      if (typeof part.field === "number") {
        query.filters.push({ facet: part.field, value: plain(part.text), not: part.not });
        return;
      }
      // Titles have terms of their own.
      const title = part.field === "title" ? "t:" : "";
      const clues = wanted(part.text).map((want, number, every) => Object.assign(want, {
        title,
        open: isOpen && at === all.length - 1 && !part.quoted && !part.not && number === every.length - 1,
        exact: part.quoted,
      }));
      const check = (text, whole, open) => query.checks.push({ text, title, not: part.not, whole, open });
      if (part.quoted && clues.length) {
        check(plain(part.text), true, false);
      } else if (!part.not) {
        clues.forEach((clue) => { if (clue.run && clue.run.length > GRAM) check(clue.run.join(""), false, clue.open); });
      }
      if (!part.not) query.clues.push(...clues);
      else if (clues.length && !(part.quoted && clues.length > 1)) query.without.push(clues);
    });
    return query;
  }

  /** The values of a facet that a filter means; each is a list of its names. */
  function meant(values, asked) {
    const tests = [(name) => name === asked, (name) => name.startsWith(asked), (name) => name.includes(asked)];
    for (const test of tests) {
      const found = [];
      values.forEach((names, at) => { if (names.some((name) => test(plain(name)))) found.push(at); });
      if (found.length) return found;
    }
    return [];
  }

  const nameOf = (clue) => clue.run ? clue.run.join("") : clue.word;

  function isOneSlip(a, b) {
    if (a.length > b.length) [a, b] = [b, a];
    if (b.length - a.length > 1) return false;
    let first = 0;
    while (first < a.length && a[first] === b[first]) first++;
    const rest = a.slice(first);
    const other = b.slice(first);
    if (a.length < b.length) return rest === other.slice(1);
    const isSwap = rest.length > 1 && rest[0] === other[1] && rest[1] === other[0] && rest.slice(2) === other.slice(2);
    return rest !== "" && (rest.slice(1) === other.slice(1) || isSwap);
  }

  function halfTyped(letters) {
    const last = letters[letters.length - 1].codePointAt(0);
    if (last >= 0x1100 && last <= 0x11ff && letters.length > 1) return { letters: letters.slice(0, -1) };
    if (last < 0xac00 || last > 0xd7a3) return null;
    const first = last - (last - 0xac00) % 28;
    return { letters, low: String.fromCharCode(first), high: String.fromCharCode(first + 27) };
  }

  // What the text of a candidate must hold.
  function holds(text, check) {
    const isLetter = (letter) => letter !== undefined && isOfWord(letter);
    const goesOn = (inner, outer) => check.whole && isLetter(inner) && isLetter(outer);
    const phrase = [...check.text];
    for (let at = text.indexOf(check.text); at >= 0; at = text.indexOf(check.text, at + check.text.length)) {
      const before = [...text.slice(Math.max(0, at - 2), at)].pop();
      const after = [...text.slice(at + check.text.length, at + check.text.length + 2)][0];
      if (!goesOn(phrase[0], before) && !goesOn(phrase[phrase.length - 1], after)) return true;
    }
    const half = check.open && halfTyped(phrase);
    if (!half) return false;
    if (!half.low) return text.includes(half.letters.join(""));
    const head = half.letters.slice(0, -1).join("");
    for (let at = text.indexOf(head); at >= 0; at = text.indexOf(head, at + Math.max(head.length, 1))) {
      const next = text[at + head.length];
      if (next >= half.low && next <= half.high) return true;
    }
    return false;
  }

  // Numbers and lists as src/search/shards writes them.
  const LETTERS = [..."ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"];
  const CODE = [];
  LETTERS.forEach((letter, at) => { CODE[letter.charCodeAt()] = at; });

  const CODES = [...Array(95).keys()].map((at) => String.fromCharCode(32 + at)).join("").replace(/["\\]/g, "");

  function numbers(text) {
    const found = [];
    let number = 0;
    for (let at = 0; at < text.length; at++) {
      const digit = CODE[text.charCodeAt(at)];
      number = number * 32 + (digit & 31);
      if (digit < 32) {
        found.push(number);
        number = 0;
      }
    }
    return found;
  }

  /** Each key with the rest of its line. */
  function lines(text) {
    const found = [];
    let before = "";
    for (const line of text.split("\n")) {
      if (!line) continue;
      const end = line.indexOf(" ");
      before = before.slice(0, CODE[line.charCodeAt()]) + line.slice(1, end < 0 ? line.length : end);
      found.push([before, end < 0 ? "" : line.slice(end + 1)]);
    }
    return found;
  }

  /** A text as it was before some of its letters stood for phrases. */
  function unpacked(packed, { leads, phrases }) {
    let text = "";
    for (let at = 0; at < packed.length; at++) {
      const code = CODES.indexOf(packed[at]);
      if (code < 0) text += packed[at];
      else if (code >= leads) text += phrases[code - leads];
      else text += phrases[CODES.length * (code + 1) - leads + CODES.indexOf(packed[++at])];
    }
    return text;
  }

  const UNITS = [1, 2, 3, 4, 6, 8, 11, 15, 20, 26, 34, 44, 58, 76, 100, 140];
  const rarity = (all, having) => Math.max(1, Math.round(64 * Math.log(1 + (all - having + 0.5) / (having + 0.5))));
  const score = (units, rarity) => rarity * Math.floor(1024 * units / (units + 40));

  /** Units by document; how many more documents there are at most, and how many at least in all. */
  class Units extends Map {
    left = 0;
    least = 0;

    get reach() {
      return this.size + this.left;
    }

    more(document, units) {
      this.set(document, (this.get(document) || 0) + units);
    }
  }

  /** The least that each document has of everything; documents that have not everything are left out. */
  function all(each) {
    return each.reduce((both, units) => {
      const kept = new Units();
      both.forEach((least, document) => { if (units.has(document)) kept.set(document, Math.min(least, units.get(document))); });
      if (both.left || units.left) kept.left = Math.min(both.reach, units.reach) - kept.size;
      return kept;
    });
  }

  /** After every key that begins so; a space is before every longer one. */
  const LAST = "\uffff";

  /** Answers for which nothing more is read. */
  const PAGE = 10;

  /** So few texts are all read to tell how many have a phrase; so many more than are shown, to find the next. */
  const [FEW, LOOKED] = [20, 50];

  /** `load(file)` loads a file of the index; what it holds comes to `take`. */
  class Index {
    constructor(load) {
      this.load = load;
      this.values = new Map();
      this.asked = new Map();
    }

    take(name, value) {
      this.values.set(name, value);
    }

    /** The value of a shard. */
    get(name, file, read = (value) => value) {
      if (!this.asked.has(name)) {
        const value = this.load(file).then(() => read(this.values.get(name)));
        // What failed once may be there the next time.
        value.catch(() => this.asked.delete(name));
        this.asked.set(name, value);
      }
      return this.asked.get(name);
    }

    async open() {
      if (!this.directory) {
        const hash = await this.get("index", "index.js");
        // Read once, however many letters are typed meanwhile.
        this.directory = await this.get("dir", "dir." + hash + ".js", (value) => {
          let document = 0;
          value.listed = numbers(value.listed).flatMap((run, at) => Array(run).fill(at % 2 > 0));
          value.starts = numbers(value.d.sizes).map((size) => { document += size; return document - size; });
          return value;
        });
      }
      return this.directory;
    }

    part(family, number, read, { hashes, together } = this.directory[family]) {
      const at = 6 * Math.floor(number / (together || 1));
      const hash = hashes.slice(at, at + 6);
      return this.get(family + number, family + number + "." + hash + ".js", read);
    }

    /** The values of a facet, and of each document. All facets are one file, or each is one. */
    async facet(number) {
      const hashes = this.directory.facets;
      const together = hashes.length > 6 ? 1 : 7;
      const at = number - number % together;
      const facets = await this.part("facets", at, (facets) => facets.map(({ values, column }) => {
        const documents = [[]];
        for (const number of numbers(column)) {
          if (number > 1) documents[documents.length - 1].push((number >> 1) - 1);
          if (number % 2 === 0) documents.push([]);
        }
        return { values, documents };
      }), { hashes, together });
      return facets[number - at];
    }

    facets() {
      return Promise.all(this.directory.fields.map((_, number) => this.facet(number)));
    }

    async query(typed) {
      const { fields, title } = await this.open();
      return readQuery(typed, (name) => {
        const facet = fields.findIndex((names) => names.includes(name));
        return facet >= 0 ? facet : title.includes(name) ? "title" : undefined;
      });
    }

    /** Keys from `low` to `end`, each with its line. Some directories tell of directories. */
    async range(family, low, end, of = this.directory[family]) {
      const list = of.list || (of.list = of.firsts.split(" ").filter(Boolean));
      const near = list.map((first, at) => at).filter((at) => list[at] <= end && (at + 1 === list.length || list[at + 1] > low));
      const found = await Promise.all(near.map(async (at) => {
        const part = await this.part(family, at, of.deep ? undefined : lines, of);
        return of.deep ? this.range(family + at + "-", low, end, part) : part.filter(([key]) => key >= low && key <= end);
      }));
      return found.flat();
    }

    /** The same, with lists read until a stage: their first tiers only, then one range more, two more, four more of those that matter. */
    at(stage, matters = () => true) {
      return Object.assign(Object.create(this), { stage, matters });
    }

    /** Adds the documents of the terms from `low` to `end`. */
    async add(units, times, low, end) {
      const read = ([letters, documents]) => {
        const levels = [...letters].map((letter) => times * UNITS[CODE[letter.charCodeAt()]]);
        const all = numbers(documents);
        let document = -1;
        for (const number of all) units.more(document += Math.floor(number / levels.length) + 1, levels[number % levels.length]);
        return all.length;
      };
      let ranges = 0;
      for (const [, rest] of await this.range("t", low, end)) {
        const line = rest.split(" ");
        const [left] = numbers(line[2] || "A");
        if (left) ranges = Math.min(2 ** this.stage - 1, this.directory.ranges);
        units.left += left;
        units.least = Math.max(units.least, read(line) + left);
      }
      const more = await Promise.all(LETTERS.slice(0, ranges).filter((_, at) => this.matters(at)).map((range) => this.range("m", range + low, range + end)));
      for (const [, rest] of more.flat()) units.left -= read(rest.split(" "));
      return units;
    }

    async exactly(term, title) {
      return term ? this.add(new Units(), 2, title + term, title + term) : new Units();
    }

    async beginning(word, title, units) {
      if (word) await this.add(units, 1, title + word + " ", title + word + LAST);
    }

    async gram(letters, half, title) {
      const head = title + letters.slice(0, half && half.low ? -1 : undefined).join("");
      const [low, high] = half && half.low ? [half.low, half.high] : ["", ""];
      return this.add(new Units(), 2, head + low, head + high + LAST);
    }

    async letters(letters, half, title) {
      if (letters.length <= GRAM) return this.gram(letters, half, title);
      const end = letters.length - GRAM;
      const each = letters.map((_, at) => at).filter((at) => at === end || (at < end && at % GRAM === 0))
        .map((at) => this.gram(letters.slice(at, at + GRAM), at === end && half, title));
      return all(await Promise.all(each));
    }

    /** The documents that have a clue, with the units of it, and what was taken for a word that nothing has. */
    async matched(clue, isExact) {
      const { word, title } = clue;
      const exact = clue.exact || isExact;
      let units;
      if (clue.run) {
        units = await this.letters(clue.run, null, title);
        const half = !units.reach && clue.open && halfTyped(clue.run);
        if (half) units = await this.letters(half.letters, half, title);
        const length = clue.run.length;
        return !units.reach && !exact && !title && length >= 3 && length <= 8 ? this.apart(clue.run) : { units };
      }
      units = await this.exactly(word, title);
      const length = [...word].length;
      if (clue.open && length >= 2) await this.beginning(word, title, units);
      if (!units.reach && !exact && length > 2) await this.beginning(word, title, units);
      if (!units.reach && clue.parts.length > 1) units = all(await Promise.all(clue.parts.map((part) => this.exactly(part, title))));
      const mayBeSlip = word.length >= 4 && /^[!-~]*$/.test(word) && /[a-z]/.test(word);
      return !units.reach && !exact && !title && mayBeSlip ? this.slip(word) : { units };
    }

    /** Two words written together: the parts that most documents have both of, as is known once all is read. */
    async apart(letters) {
      const found = [];
      for (let at = 1; at < letters.length; at++) {
        const parts = [letters.slice(0, at), letters.slice(at)];
        const units = all(await Promise.all(parts.map((part) => this.letters(part, null, ""))));
        if (units.reach) found.push({ units, instead: parts.map((part) => part.join("")).join(" ") });
      }
      const [best = { units: new Units() }, other] = found.sort((a, b) => b.units.size - a.units.size);
      return other && found.some(({ units }) => units.left) ? { units: Object.assign(new Units(), { left: 1 }) } : best;
    }

    async slip(word) {
      const half = Math.floor(word.length / 2);
      const reverse = (text) => [...text].reverse().join("");
      const [begin, end] = [word.slice(0, half), reverse(word.slice(half + 1))];
      const forwards = (await this.range("w", begin, begin + LAST)).map(([term]) => term);
      const backwards = (await this.range("r", end, end + LAST)).map(([term]) => reverse(term));
      const near = [...new Set(forwards.concat(backwards))].filter((term) => isOneSlip(word, term)).sort().slice(0, 32);
      const found = await Promise.all(near.map(async (term) => ({ term, units: await this.exactly(term, "") })));
      found.sort((a, b) => b.units.reach - a.units.reach || (a.term < b.term ? -1 : 1));
      const units = new Units();
      // Half of what a word as typed would count.
      for (const one of found.slice(0, 8)) {
        one.units.forEach((more, document) => units.more(document, more / 2));
        units.left += one.units.left;
        units.least = Math.max(units.least, one.units.least);
      }
      return { units, instead: found.length ? found[0].term : undefined };
    }

    /** What answers a query, best first: at least a page of documents, if there are as many. */
    async find(query) {
      await this.open();
      const found = { query, partly: false, ranked: [], instead: [], known: new Map() };
      await this.read(found, 0);
      return found;
    }

    /** Reads from a stage on, until there is a page of answers or nothing is left; they follow those that were known. */
    async read(found, stage) {
      const { query } = found;
      const { documents, listed } = this.directory;
      let answers = [];
      if (query.clues.length) {
        let matters;
        do {
          answers = await this.at(stage, matters).rank(query, found);
          // Where all ranges that matter were read in vain, all are read.
          matters = 2 ** stage++ - 1 < this.directory.ranges ? matters || found.matters : undefined;
        } while (found.left && answers.length < PAGE);
      } else if (query.listed || [query.without, query.filters, query.checks].flat().length) {
        answers = [...Array(documents).keys()];
      }
      found.ranked = [...new Set(found.ranked.concat(answers))];
      found.answers = found.ranked.filter((document) => found.known.get(document) !== false && (!query.listed || listed[document]));
      for (const clues of query.without) {
        const units = all(await Promise.all(clues.map(async (clue) => (await this.at(Infinity).matched(clue, true)).units)));
        found.answers = found.answers.filter((document) => !units.has(document));
      }
      const facets = [];
      for (const { facet } of query.filters) facets[facet] = await this.facet(facet);
      const has = (choice, document) => facets[choice.facet].documents[document].some((value) => choice.values.includes(value));
      const choices = [];
      for (const { facet, value, not } of query.filters) {
        const values = meant(facets[facet].values, value);
        const known = !not && choices.find((choice) => choice.facet === facet);
        if (not) found.answers = found.answers.filter((document) => !has({ facet, values }, document));
        else if (known) known.values.push(...values);
        else choices.push({ facet, values });
      }
      found.before = found.answers;
      found.choices = choices;
      const chosen = (document) => choices.every((choice) => has(choice, document));
      found.answers = found.before.filter(chosen);
    }

    /** The documents that have all clues or, where none can have them, some, best first, as far as a stage tells. */
    async rank(query, found) {
      const matched = await Promise.all(query.clues.map((clue) => this.matched(clue)));
      const { documents, ranges, range } = this.directory;
      const [clues, sums] = [new Uint16Array(documents), new Float64Array(documents)];
      found.instead = [];
      matched.forEach(({ units, instead }, at) => {
        if (instead) found.instead.push([nameOf(query.clues[at]), instead]);
        const rare = rarity(documents, Math.min(documents, units.reach));
        units.forEach((units, document) => {
          clues[document]++;
          sums[document] += score(units, rare);
        });
      });
      const everything = clues.includes(matched.length);
      const having = (least) => [...clues.keys()].filter((document) => clues[document] >= least);
      // No document has all of them for sure if one has none, or all is read, and nothing else is still to be taken for one.
      const each = matched.map(({ units }) => units);
      const next = 2 ** this.stage - 1;
      found.left = each.some(({ left }) => left) && !(everything && LETTERS.slice(next, ranges).every((_, at) => !this.matters(next + at)));
      const isSure = each.every(({ size, left }) => size || !left) && (!found.left || each.some(({ reach }) => !reach));
      found.partly = !everything && isSure && having(1).length > 0 && !query.clues.some((clue) => clue.exact);
      [found.only] = each;
      // Of long lists those ranges matter in which all words have a document of which everything is known.
      const whole = found.left ? each.filter(({ left }) => !left).map((units) => new Set([...units.keys()].map((document) => Math.floor(document / range)))) : [];
      found.matters = (at) => whole.every((known) => known.has(at)) || whole.some((known) => !known.size);
      return having(found.partly ? 1 : matched.length).sort((a, b) => sums[b] * clues[b] - sums[a] * clues[a] || a - b);
    }

    /** For each facet its values, each with its number of answers and whether it is chosen. All must have been read. */
    async counts(found) {
      const facets = await this.facets();
      const has = (choice, document) => facets[choice.facet].documents[document].some((value) => choice.values.includes(value));
      return facets.map(({ values, documents }, facet) => {
        const counts = values.map(() => 0);
        const others = found.choices.filter((choice) => choice.facet !== facet);
        const own = found.choices.find((choice) => choice.facet === facet);
        for (const document of found.before) {
          if (others.every((choice) => has(choice, document))) documents[document].forEach((value) => counts[value]++);
        }
        return values.map((names, at) => ({ names, count: counts[at], chosen: Boolean(own && own.values.includes(at)) }));
      });
    }

    /** A document: what is shown of it, and its text. */
    async document(number) {
      const start = this.directory.starts.findLast((start) => start <= number);
      const [shard, phrases] = await Promise.all([this.part("d", start), this.get("p", "p." + this.directory.p + ".js")]);
      const [address, language, day, id, rank, severity, kind, named, title, ...rest] = unpacked(shard[number - start], phrases).split("\n");
      const text = [title, ...rest].join("\n");
      const names = rest.splice(rest.length - named).join("\n");
      return { address, language, day, id, rank, severity, kind, title, prose: rest.join("\n"), names, text };
    }

    /**
     * Takes documents out of the answers whose text is not what was asked for, as terms do not tell of order, until the
     * first `most` are known to be right. `found.count` tells how many there are, and `found.how` how that is meant: "about"
     * is guessed from those that were looked at: letters that follow one another hardly ever fail, and phrases do; "least"
     * are known, and there may be more; and "about_least" is guessed of a part.
     */
    async verify(found, most) {
      const instead = new Map(found.instead);
      const checks = found.query.checks.filter((check) => !instead.has(check.text));
      // Words that were written together follow one another where they are written apart.
      for (const text of instead.values()) if (text.includes(" ")) checks.push({ text, not: false });
      const { known } = found;
      const isOpen = (number) => !known.has(number);
      const isRight = (number) => known.get(number) !== false;
      const isPhrase = checks.some((check) => check.text.includes(" "));
      const look = async (number) => {
        const { text, title } = await this.document(number);
        known.set(number, checks.every((check) => holds(plain(check.title ? title : text), check) !== check.not));
      };
      for (let left = most + LOOKED; checks.length && left > 0;) {
        const all = found.before.filter(isOpen);
        const isFew = most === Infinity || (isPhrase && all.length <= FEW);
        const next = isFew ? all : found.answers.slice(0, most).filter(isOpen);
        if (!next.length) break;
        await Promise.all(next.map(look));
        found.before = found.before.filter(isRight);
        found.answers = found.answers.filter(isRight);
        left -= next.length;
      }
      if (found.left && found.answers.length < most) {
        await this.read(found, Infinity);
        return this.verify(found, most);
      }
      const open = checks.length ? found.answers.filter(isOpen).length : 0;
      const right = [...known.values()].filter(Boolean).length;
      const sure = found.answers.length - open;
      // Of a word alone its lists tell how many have it.
      const { clues, without, filters } = found.query;
      const one = found.left && [clues, without, filters].flat().length < 2 && found.only;
      const isGuess = open || (one && checks.length);
      const isAll = !found.left || (one && (isGuess || one.least === one.reach));
      const rest = Math.max(open, one ? (isGuess ? one.reach : one.least) - sure : 0);
      found.count = sure + (rest && Math.max(1, Math.round(rest * (right + 1) / (known.size + 1))));
      found.how = isGuess ? (isAll ? "about" : "about_least") : isAll ? "count" : "least";
    }

    /** The answers from one to another whose texts were looked at, or need not be. */
    async shown(found, from, to) {
      const sure = found.how.startsWith("about") ? found.answers.filter((number) => found.known.has(number)) : found.answers;
      return Promise.all(sure.slice(from, to).map((number) => this.document(number)));
    }
  }

  // Where words stand in a text.
  function needles(found) {
    const list = [];
    for (const clue of found.query.clues) {
      const word = nameOf(clue);
      const taken = new Map(found.instead).get(word);
      if (clue.run) list.push(...(taken || word).split(" "));
      else list.push(word, taken, ...clue.parts.filter((part) => bytes(part) > 1));
    }
    return list.filter(Boolean);
  }

  function places(letters, needles) {
    // Most letters are folded as they are: to ask for each would take longer than all else.
    const asIs = (letter) => (letter >= "\uac00" && letter <= "\ud7a3") || (letter >= "\u4e00" && letter <= "\u9fff");
    const [folded, from] = [[], []];
    letters.forEach((letter, at) => {
      const plain = letter < "\u0080" ? letter.toLowerCase() : asIs(letter) ? letter : fold(letter).toLowerCase();
      for (const one of plain) {
        folded.push(one);
        from.push(at);
      }
    });
    const found = [];
    needles.forEach((needle, number) => {
      const wanted = [...needle];
      const last = wanted.length - 1;
      for (let at = folded.indexOf(wanted[0]); at >= 0 && at + last < folded.length; at = folded.indexOf(wanted[0], at + 1)) {
        const isHere = wanted.every((letter, next) => folded[at + next] === letter);
        if (isHere && (isIdeograph(wanted[0]) || at === 0 || !isOfWord(folded[at - 1]))) {
          found.push({ start: from[at], end: from[at + last] + 1, number });
        }
      }
    });
    return found.sort((a, b) => a.start - b.start || b.end - a.end);
  }

  function end(letters, start, width) {
    let at = start;
    for (let room = width; at < letters.length && room > 0; at++) room -= isIdeograph(letters[at]) ? 2 : 1;
    if (at === letters.length) return at;
    for (let back = at - 1; back > Math.max(start, at - 13); back--) if (letters[back] === " ") return back;
    return at;
  }

  /** The passage with most of the needles as pairs of text and whether it is a needle. */
  function excerpt(text, needles, width) {
    const letters = [...text.replace(/\s/g, " ")];
    const found = places(letters, needles);
    let [most, first] = [0, 0];
    found.forEach((place, at) => {
      const last = end(letters, place.start, width / 2);
      const different = new Set(found.slice(at).filter((other) => other.start < last).map((other) => other.number)).size;
      if (different > most) [most, first] = [different, place.start];
    });
    let start = first;
    for (let room = width / 4; start > 0 && room > 0;) room -= isIdeograph(letters[--start]) ? 2 : 1;
    if (start > 0) {
      const space = letters.slice(start, first).indexOf(" ");
      if (space >= 0) start += space + 1;
    }
    const stop = end(letters, start, width);
    const pieces = start > 0 ? [["… ", false]] : [];
    let at = start;
    for (const place of found) {
      if (place.start < start || place.end > stop || place.end <= at) continue;
      const from = Math.max(place.start, at);
      pieces.push([letters.slice(at, from).join(""), false], [letters.slice(from, place.end).join(""), true]);
      at = place.end;
    }
    pieces.push([letters.slice(at, stop).join("").replace(/ +$/, ""), false]);
    if (stop < letters.length) pieces.push([" …", false]);
    return pieces.filter(([text]) => text);
  }

  /** What is shown of a document: a passage of its prose. Where only a name of it has the words, that stands first. */
  function passage({ prose, names }, needles, width) {
    const has = (text) => places([...text], needles).length > 0;
    const name = !has(prose) && names.split(/\n| · /).find(has);
    if (!name) return excerpt(prose, needles, width);
    const rest = excerpt(prose, [], Math.floor(width / 2));
    return excerpt(name, needles, Math.floor(width / 2)).concat(rest.length ? [[" — ", false]] : [], rest);
  }

  scope.pmdocSearch = { Index, tokens, fold, plain, needles, excerpt, passage };
})(typeof window === "object" ? window : globalThis);
