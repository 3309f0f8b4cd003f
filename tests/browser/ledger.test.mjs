// The table of incidents in a real browser: narrowed and sorted by the columns of the search index, by keyboard, with its
// state in the address; what is counted is held against the rows that the page has without a script.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";

import { launch, open } from "./support/browser.mjs";
import { build, PMDOC, serve, WORK } from "./support/site.mjs";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const told = (page) => page.locator("[data-ledger] .told");
const rows = (page) => page.locator("table.incidents tbody tr:not(.year)");
const box = (page, name, value) => page.locator(`[data-ledger] input[name="${name}"][value="${value}"]`);
const saying = (page, text) => page.waitForFunction((text) => document.querySelector("[data-ledger] .told").textContent === text, text);
const narrowed = async (page) => {
  await page.locator("[data-ledger] summary").press("Enter");
  await page.locator("[data-ledger] fieldset").first().waitFor();
};

/** The rows of a page as it is without a script. */
const plainRows = (page) => page.evaluate(() => [...document.querySelectorAll("table.incidents tbody tr:not(.year)")].map((row) => ({
  title: row.querySelector(".entry > a").textContent,
  day: row.querySelector("time")?.dateTime ?? "",
  rank: /sev-(\d)/.exec(row.querySelector(".sev")?.className ?? "")?.[1] ?? "",
  causes: [...row.querySelectorAll(".causes a")].map((link) => link.textContent),
  status: row.querySelector(".status").textContent,
  draft: /초안/.test(row.querySelector(".status").textContent),
})));

describe("the table of incidents", () => {
  const site = build("ko");
  let browser;
  let server;
  let all;
  before(async () => {
    [browser, server] = await Promise.all([launch(), serve(site, "/kb/")]);
    const { page, close } = await open(browser, `${server.address}incidents/index.html`, { javaScriptEnabled: false });
    assert.ok(await page.locator("[data-ledger]").isHidden(), "without a script there is nothing to press");
    assert.ok(await page.locator(".rails a").count() > 5, "and the lists of each facet are links");
    await close();
    const { page: read, close: end } = await open(browser, `${server.address}incidents/index.html`);
    all = (await plainRows(read)).filter(({ draft }) => !draft);
    await end();
    assert.ok(all.length > 30);
  });
  after(() => Promise.all([browser.close(), server.close()]));
  const at = (query = "") => `${server.address}incidents/index.html${query}`;

  test("every count is that of a plain count", async () => {
    const { page, wrong, close } = await open(browser, at());
    await narrowed(page);
    const shown = async (name) => Object.fromEntries(await page.evaluate((name) =>
      [...document.querySelectorAll(`[data-ledger] label:has(input[name=${name}])`)].map((label) => [label.querySelector("input").value, Number(label.querySelector("small").textContent)]), name));
    const counted = (of) => all.flatMap(of).reduce((sums, key) => ({ ...sums, [key]: (sums[key] ?? 0) + 1 }), {});
    assert.deepEqual(await shown("year"), counted(({ day }) => day.slice(0, 4)));
    assert.deepEqual(await shown("severity"), counted(({ rank }) => rank ? [`sev${rank}`] : []));
    for (const button of await page.locator("[data-ledger] fieldset button[name=cause]").all()) await button.click();
    const labels = await page.evaluate(() => [...document.querySelectorAll("[data-ledger] label:has(input[name=cause])")].map((label) => [label.querySelector("span").textContent, Number(label.querySelector("small").textContent)]));
    assert.deepEqual(Object.fromEntries(labels), counted(({ causes }) => causes));
    const statuses = await page.evaluate(() => [...document.querySelectorAll("[data-ledger] label:has(input[name=status])")].map((label) => [label.querySelector("span").textContent, Number(label.querySelector("small").textContent)]));
    assert.deepEqual(Object.fromEntries(statuses), counted(({ status }) => status));
    assert.deepEqual(wrong, []);
    await close();
  });

  test("what is chosen is listed, counted, in the address, and taken back", async () => {
    const { page, wrong, close } = await open(browser, at());
    await narrowed(page);
    const before = await rows(page).count();
    await box(page, "year", "2025").focus();
    await page.keyboard.press("Space");
    const of = all.filter(({ day }) => day.startsWith("2025"));
    await saying(page, `결과 ${of.length}건`);
    assert.deepEqual(await rows(page).locator(".entry > a").allTextContents(), of.map(({ title }) => title));
    assert.equal(await page.evaluate(() => document.activeElement.value), "2025", "the box keeps the focus");
    assert.equal(new URL(page.url()).search, "?year=2025");
    const severity = await page.locator('[data-ledger] label:has(input[value="sev2"]) small').textContent();
    assert.equal(Number(severity), of.filter(({ rank }) => rank === "2").length, "counts are of what would be left");
    await box(page, "severity", "sev2").focus();
    await page.keyboard.press("Space");
    await saying(page, `결과 ${of.filter(({ rank }) => rank === "2").length}건`);
    await page.goBack();
    await saying(page, `결과 ${of.length}건`);
    await page.goBack();
    await saying(page, "");
    assert.equal(await rows(page).count(), before, "all rows are back");
    assert.ok(await page.locator("tr.year").count() > 1, "and their years");
    await page.goForward();
    await saying(page, `결과 ${of.length}건`);
    await page.locator("[data-ledger] .clear").press("Enter");
    await saying(page, "");
    assert.equal(new URL(page.url()).search, "");
    assert.deepEqual(wrong, []);
    await close();
  });

  test("heads sort by keyboard, and say so", async () => {
    const { page, wrong, close } = await open(browser, at());
    const head = page.locator("th[data-sort=severity]");
    assert.equal(await head.getAttribute("aria-sort"), "none");
    await head.locator("button").focus();
    await page.keyboard.press("Enter");
    await page.waitForFunction(() => document.querySelector("th[data-sort=severity]").ariaSort === "ascending");
    const ranks = async () => (await plainRows(page)).map(({ rank }) => rank).filter(Boolean);
    assert.deepEqual(await ranks(), all.map(({ rank }) => rank).filter(Boolean).sort());
    await page.keyboard.press("Enter");
    await page.waitForFunction(() => document.querySelector("th[data-sort=severity]").ariaSort === "descending");
    assert.deepEqual(await ranks(), all.map(({ rank }) => rank).filter(Boolean).sort().reverse());
    assert.equal(new URL(page.url()).search, "?sort=-severity");
    await page.locator("th[data-sort=date] button").press("Enter");
    await page.waitForFunction(() => document.querySelector("th[data-sort=date]").ariaSort === "ascending");
    const days = (await plainRows(page)).map(({ day }) => day).filter(Boolean);
    assert.deepEqual(days, [...days].sort());
    assert.equal(days.length, all.filter(({ day }) => day).length);
    assert.deepEqual(wrong, []);
    await close();
  });

  test("an address opens what it says, and nonsense in it does nothing", async () => {
    const { page, wrong, close } = await open(browser, at("?year=2025&sort=-date&q=x&__proto__=1&constructor=2"));
    await saying(page, `결과 ${all.filter(({ day }) => day.startsWith("2025")).length}건`);
    assert.ok(await box(page, "year", "2025").isChecked());
    await page.goto(at("?year=%3Cimg%20src=x%20onerror=alert(1)%3E&sort=%3Cb%3E"));
    await page.waitForFunction(() => document.querySelector("[data-ledger] .told").textContent !== "");
    assert.equal(await page.locator("main img").count(), 0);
    assert.deepEqual(wrong, []);
    await close();
  });

  test("it works from a file, and axe finds nothing", async () => {
    for (const [width, colorScheme] of [[1280, "light"], [320, "dark"]]) {
      const { page, wrong, close } = await open(browser, `file://${site}/incidents/index.html`, { viewport: { width, height: 900 }, colorScheme, bypassCSP: true });
      await narrowed(page);
      await box(page, "severity", "sev2").check();
      await saying(page, `결과 ${all.filter(({ rank }) => rank === "2").length}건`);
      assert.deepEqual(wrong, []);
      await page.evaluate(AXE);
      const found = await page.evaluate(() => window.axe.run({ runOnly: { type: "tag", values: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] } }));
      assert.deepEqual(found.violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`)), []);
      const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
      assert.ok(overflow <= 0, `${overflow} pixels wider than the window`);
      await close();
    }
  });
});

describe("a table of several pages", () => {
  const folder = join(WORK, `many-${process.pid}`);
  const COUNT = 460;
  let browser;
  before(async () => {
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(join(folder, "postmortems"), { recursive: true });
    writeFileSync(join(folder, "book.toml"), '[book]\ntitle = "Many"\nlanguage = "en"\nsrc = "."\n[output.pmdoc]\n');
    for (let number = 0; number < COUNT; number++) {
      const day = `20${16 + (number % 10)}-0${1 + (number % 9)}-11`;
      const text = `---\nid: PM-${number}\ntitle: Incident ${number}\ndate: ${day}\nstatus: final\nseverity: SEV${1 + (number % 4)}\nservices: [s${number % 3}]\n---\n## Summary\nThe pool was empty.\n`;
      writeFileSync(join(folder, "postmortems", `pm-${number}.md`), text);
    }
    execFileSync(PMDOC, ["build", "-C", folder], { stdio: ["ignore", "ignore", "inherit"] });
    browser = await launch();
  });
  after(async () => {
    await browser.close();
    rmSync(folder, { recursive: true, force: true });
  });

  test("what other pages have is listed too, some at a time", async () => {
    const { page, wrong, close } = await open(browser, `file://${folder}/book/incidents/page.2/index.html?severity=sev2&service=s1`);
    const right = Array.from({ length: COUNT }, (_, number) => number).filter((number) => number % 4 === 1 && number % 3 === 1);
    await saying(page, `${right.length} results`);
    assert.equal(await page.locator("nav.pager").isHidden(), true);
    while (await page.locator(".rest button").count()) {
      const before = await rows(page).count();
      await page.locator(".rest button").click();
      await page.waitForFunction((before) => document.querySelectorAll("table.incidents tbody tr").length > before, before);
    }
    const titles = await rows(page).locator(".entry > a").allTextContents();
    assert.deepEqual(titles.sort(), right.map((number) => `Incident ${number}`).sort());
    assert.ok((await rows(page).locator(".sev-2").count()) === right.length);
    await page.locator("th[data-sort=date] button").click();
    await page.waitForFunction(() => document.querySelector("th[data-sort=date]").ariaSort === "ascending");
    const days = await rows(page).locator("time").allTextContents();
    assert.deepEqual(days, [...days].sort());
    await rows(page).locator(".entry > a").first().click();
    await page.waitForURL(/incidents\/pm-\d+\/index\.html$/);
    assert.deepEqual(wrong, []);
    await close();
  });
});
