// The index of a site as a site of very many documents has it: long lists divided, told of in two steps, and filters on
// demand. Written anew from what `src/search/shards` says, so that it is a writer of its own.

import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const LETTERS = [..."ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"];
const CODE = new Map(LETTERS.map((letter, at) => [letter, at]));
const HASH = "000000";

const byUnits = ([a], [b]) => (a < b ? -1 : a > b ? 1 : 0);

function numbers(text) {
  const found = [0];
  for (const letter of text) {
    const digit = CODE.get(letter);
    found[found.length - 1] = found.at(-1) * 32 + (digit & 31);
    if (digit < 32) found.push(0);
  }
  return found.slice(0, -1);
}

const number = (value) => value.toString(32).replace(/./g, (digit, at, all) => LETTERS[parseInt(digit, 32) + (at + 1 < all.length ? 32 : 0)]);

/** The documents of a line, each with its level. */
function read(line) {
  const [levels, coded] = line.split(" ");
  let document = -1;
  return numbers(coded).map((value) => {
    document += Math.floor(value / levels.length) + 1;
    return { document, level: CODE.get(levels[value % levels.length]) };
  });
}

function written(postings) {
  const levels = [...new Set(postings.map(({ level }) => level))].sort((a, b) => a - b);
  let next = 0;
  const coded = postings.map(({ document, level }) => {
    const value = (document - next) * levels.length + levels.indexOf(level);
    next = document + 1;
    return number(value);
  });
  return `${levels.map((level) => LETTERS[level]).join("")} ${coded.join("")}`;
}

/** Divides lists of more than `best` documents, by ranges of `range` documents. */
export function divide(site, best, range) {
  const folder = join(site, "search");
  const value = (file) => JSON.parse(/^pmdocShard\("[^"]+",(.*)\);\n$/s.exec(readFileSync(join(folder, file), "utf8"))[1]);
  const write = (name, value, file = `${name}.${HASH}.js`) => writeFileSync(join(folder, file), `pmdocShard(${JSON.stringify(name)},${JSON.stringify(value)});\n`);
  const files = readdirSync(folder);
  const directory = value(files.find((file) => file.startsWith("dir.")));
  const [first, others] = [[], []];
  for (const file of files.filter((file) => /^t\d/.test(file))) {
    let key = "";
    for (const text of value(file).split("\n").filter(Boolean)) {
      const end = text.indexOf(" ");
      key = key.slice(0, CODE.get(text[0])) + text.slice(1, end);
      const postings = read(text.slice(end + 1));
      const chosen = new Set([...postings].sort((a, b) => b.level - a.level || a.document - b.document).slice(0, best));
      const rest = postings.filter((posting) => !chosen.has(posting));
      first.push([key, written(postings.filter((posting) => chosen.has(posting))) + (rest.length ? ` ${number(rest.length)}` : "")]);
      for (let at = 0; at * range < directory.documents; at++) {
        const of = rest.filter(({ document }) => Math.floor(document / range) === at);
        if (of.length) others.push([LETTERS[at] + key, written(of)]);
      }
    }
  }
  for (const [family, lines] of [["t", first], ["m", others]]) {
    lines.sort(byUnits);
    const half = Math.floor(lines.length / 2);
    const shards = [lines.slice(0, half), lines.slice(half)];
    const firsts = shards.map(([[key]]) => key);
    shards.forEach((lines, at) => write(`${family}${at}-0`, lines.map(([key, rest]) => `A${key} ${rest}\n`).join("")));
    shards.forEach((_, at) => write(`${family}${at}`, { firsts: firsts[at], hashes: HASH }));
    directory[family] = { firsts: firsts.join(" "), hashes: HASH + HASH, deep: true };
  }
  directory.ranges = Math.ceil(directory.documents / range);
  directory.range = range;
  write("dir", directory);
  write("index", HASH, "index.js");
  const page = join(folder, "index.html");
  const plain = '<details class="narrow">';
  const text = readFileSync(page, "utf8");
  if (!text.includes(plain)) throw new Error("the page of the search has no filters");
  writeFileSync(page, text.replace(plain, '<details class="narrow when-asked" hidden>'));
}
