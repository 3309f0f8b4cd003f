// Pagefind on the same documents: `node pagefind.mjs TASK`, with TASK a JSON file
//   { "peers": folder with node_modules/pagefind, "out": folder, "documents": [html], "queries": [text], "language": tag }
// Answers { "bytes", "files", "seconds", "found": [[document]], "transferred": [bytes] }; queries run in Chromium with the
// script that Pagefind ships, over loopback, and what is transferred is counted there.

import { readdirSync, readFileSync, statSync, existsSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const task = JSON.parse(readFileSync(process.argv[2], "utf8"));
const pagefind = await import(pathToFileURL(join(task.peers, "node_modules/pagefind/lib/index.js")).href);

const started = performance.now();
const { index } = await pagefind.createIndex({ forceLanguage: task.language });
for (const [number, content] of task.documents.entries()) await index.addHTMLFile({ url: `/${number}.html`, content });
const folder = join(task.out, "pagefind");
await index.writeFiles({ outputPath: folder });
const seconds = (performance.now() - started) / 1000;
await pagefind.close();

const files = (folder) => readdirSync(folder, { withFileTypes: true }).flatMap((entry) =>
  entry.isDirectory() ? files(join(folder, entry.name)) : [join(folder, entry.name)]);
// The index alone: not the scripts and styles of its own user interface.
const own = files(folder).filter((file) => /\.(pf_\w+|pagefind)$|entry\.json$/.test(file));
const bytes = own.reduce((sum, file) => sum + statSync(file).size, 0);

let sent = 0;
const server = createServer((request, response) => {
  const path = new URL(request.url, "http://localhost").pathname;
  const file = join(task.out, path);
  if (path === "/") return response.writeHead(200, { "content-type": "text/html" }).end("<!doctype html><title>.</title>");
  if (!existsSync(file)) return response.writeHead(404).end();
  const body = readFileSync(file);
  if (!path.endsWith(".js")) sent += body.length;
  response.writeHead(200, { "content-type": path.endsWith(".js") ? "text/javascript" : "application/octet-stream" }).end(body);
});
await new Promise((ready) => server.listen(0, "127.0.0.1", ready));
const { launch } = await import("../../tests/browser/support/browser.mjs");
const browser = await launch();
const page = await browser.newPage();
await page.goto(`http://127.0.0.1:${server.address().port}/`);
const [found, transferred] = [[], []];
for (const query of task.queries) {
  sent = 0;
  found.push(await page.evaluate(async (query) => {
    window.pf ??= await import("/pagefind/pagefind.js");
    const { results } = await window.pf.search(query);
    const shown = await Promise.all(results.slice(0, 10).map((result) => result.data()));
    return shown.map(({ url }) => Number(/(\d+)\.html/.exec(url)[1]));
  }, query));
  transferred.push(sent);
}
await browser.close();
server.close();
process.stdout.write(JSON.stringify({ bytes, files: own.length, seconds, found, transferred }));
