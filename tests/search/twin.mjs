// The browser's half of tests/search_twin.rs: reads what to do as JSON from standard input, and answers as JSON.
//   { "script": path, "texts": [text], "index": folder, "queries": [text] }
// It answers the tokens of each text, and for each query the documents, the counts of facets and the first excerpts; and
// what a reader is shown before all is read.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import vm from "node:vm";

const { script, texts, index: folder, queries } = JSON.parse(readFileSync(0, "utf8"));
vm.runInThisContext(readFileSync(script, "utf8"));
const { Index, tokens, needles, passage } = globalThis.pmdocSearch;

const index = new Index(async (file) => {
  globalThis.pmdocShard = (name, value) => index.take(name, value);
  vm.runInThisContext(readFileSync(join(folder, file), "utf8"));
});

// Who types is faster than the index is read: each letter asks for it.
if (queries.length) await Promise.all(["p", "po", "pool"].map((typed) => index.query(typed)));

const answers = [];
for (const typed of queries) {
  const first = await index.find(await index.query(typed));
  await index.verify(first, 10);
  const shown = (await index.shown(first, 0, 10)).map(({ text }) => text);
  const found = await index.find(await index.query(typed));
  await index.verify(found, Infinity);
  if (found.left || found.how !== "count") throw new Error(`${typed}: not all was read`);
  const counts = (await index.counts(found)).map((values) => values.map(({ count }) => count));
  const passages = [];
  for (const number of found.answers.slice(0, 3)) {
    passages.push(passage(await index.document(number), needles(found), 160));
  }
  answers.push({ documents: found.answers, counts, partly: found.partly, instead: found.instead, passages, shown, taken: first.instead, how: first.how, count: first.count });
}
process.stdout.write(JSON.stringify({ tokens: texts.map(tokens), answers }));
