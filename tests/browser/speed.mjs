// How long a reader waits for a list after a key, in Chromium: `node tests/browser/speed.mjs SITE [file]`, with SITE a built
// site, served on loopback or opened as files. Prints a line for each query; times are from the key to the list in the page.
//
//   first   a browser that has seen nothing: the index is loaded, and all that the query needs
//   next    the last letter of the query, after the others were typed
//   again   the same letter once more: everything is there, and only work is left; the median of eleven

import { join, resolve } from "node:path";

import { launch } from "./support/browser.mjs";
import { serve } from "./support/site.mjs";

const QUERIES = ["커넥션", "데이터베이스", "인증서 만료", "베이스", "결제 게이트웨이 응답 지연", "connection pool", "certificate expired", "rate lim", "PM-000123", "DNS record", "\"message broker\"", "conection"];

const [site, asFile] = [resolve(process.argv[2]), process.argv[3] === "file"];
const server = asFile ? null : await serve(site);
const address = asFile ? `file://${join(site, "404.html")}` : `${server.address}404.html`;
const browser = await launch();
const median = (times) => [...times].sort((a, b) => a - b)[Math.floor(times.length / 2)];

/** Remembers how long after the last change of the box the list changed. */
function watch() {
  let typed = 0;
  window.addEventListener("input", (event) => { [typed, window.waited] = [event.timeStamp, null]; }, true);
  new MutationObserver(() => { window.waited ??= performance.now() - typed; })
    .observe(document.querySelector("[data-results]"), { childList: true, subtree: true });
}

async function fresh() {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(address);
  await page.evaluate(watch);
  await page.locator(".finder input").focus();
  return { page, context };
}

async function type(page, letter) {
  await page.evaluate(() => { window.waited = null; });
  // A letter of Hangul has no key of its own: it comes as an input method sends it.
  if (letter > "\u007f") await page.keyboard.insertText(letter);
  else await page.keyboard.press(letter === " " ? "Space" : letter);
  const waited = await page.waitForFunction(() => window.waited, null, { polling: 5 });
  return waited.jsonValue();
}

const rows = [];
for (const query of QUERIES) {
  const [begin, last] = [[...query].slice(0, -1).join(""), [...query].at(-1)];
  const one = await fresh();
  await one.page.evaluate((begin) => { document.querySelector(".finder input").value = begin; }, begin);
  await one.page.locator(".finder input").press("End");
  const first = await type(one.page, last);
  await one.context.close();
  const two = await fresh();
  for (const letter of begin) await type(two.page, letter);
  const next = await type(two.page, last);
  const again = [];
  for (let time = 0; time < 11; time++) {
    await two.page.keyboard.press("Backspace");
    await two.page.waitForTimeout(60);
    again.push(await type(two.page, last));
  }
  const said = await two.page.locator(".found .told").textContent();
  await two.context.close();
  rows.push({ query, first, next, again: median(again), most: Math.max(...again), said });
}
const shown = (time) => time.toFixed(1).padStart(8);
console.log(`${"query".padEnd(24)} ${["first", "next", "again", "at most"].map((name) => name.padStart(8)).join(" ")}  ms`);
for (const { query, first, next, again, most, said } of rows) {
  console.log(`${query.padEnd(24)} ${[first, next, again, most].map(shown).join(" ")}  ${said}`);
}
const of = (name) => rows.map((row) => row[name]);
console.log(`${"median".padEnd(24)} ${["first", "next", "again", "most"].map((name) => shown(median(of(name)))).join(" ")}`);
await browser.close();
await server?.close();
