// What queries cost in a browser: `node transferred.mjs TASK`, with TASK a JSON file
//   { "script": path, "index": folder, "queries": [text] }
// For each query, in a browser that has seen nothing and in one that asked the one before: bytes that are transferred
// (gzip), also with the facets, and milliseconds of work once everything is there; and what each kind of file weighs.

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import vm from "node:vm";
import { gzipSync } from "node:zlib";

const { script, index: folder, queries } = JSON.parse(readFileSync(process.argv[2], "utf8"));
vm.runInThisContext(readFileSync(script, "utf8"));
const { Index, needles, passage } = globalThis.pmdocSearch;

const sizes = new Map();
let sent = 0;
function open() {
  const index = new Index(async (file) => {
    const bytes = readFileSync(join(folder, file));
    if (!sizes.has(file)) sizes.set(file, gzipSync(bytes).length);
    sent += sizes.get(file);
    globalThis.pmdocShard = (name, value) => index.take(name, value);
    vm.runInThisContext(bytes.toString("utf8"));
  });
  return index;
}

async function ask(index, typed) {
  const found = await index.find(await index.query(typed));
  await index.verify(found, 10);
  for (const document of await index.shown(found, 0, 10)) passage(document, needles(found), 240);
  return found;
}

const rows = [];
let before = open();
await ask(before, "zzzz");
for (const typed of queries) {
  sent = 0;
  await ask(before, typed);
  const next = sent;
  sent = 0;
  const index = open();
  const found = await ask(index, typed);
  const first = sent;
  await index.counts(found);
  const withFacets = sent;
  const started = performance.now();
  await ask(index, typed);
  rows.push({ first, withFacets, next, milliseconds: performance.now() - started, answers: found.answers.length });
  before = index;
}
const files = {};
for (const file of readdirSync(folder).filter((file) => file.endsWith(".js")).sort()) {
  const bytes = readFileSync(join(folder, file));
  const sums = (files[/^[a-z]+/.exec(file)[0]] ??= [0, 0, 0]);
  [1, bytes.length, gzipSync(bytes).length].forEach((more, at) => { sums[at] += more; });
}
process.stdout.write(JSON.stringify({ rows, files }));
