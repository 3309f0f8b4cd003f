// Search in a real browser: on the page and in the box of every page, by keyboard and input method, as files and below a
// path of its own; what it counts is held against a plain count over the documents.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";

import { launch, open } from "./support/browser.mjs";
import { divide } from "./support/divided.mjs";
import { build, files, PMDOC, serve, WORK } from "./support/site.mjs";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** What the index holds, read without the script that searches it: for each document what is shown of it, and its text. */
function indexed(site) {
  const shards = [];
  const values = {};
  for (const file of files(site).filter((file) => /^search\/(d\d+|p|facets0)\..*\.js$/.test(file))) {
    const [, name, value] = /^pmdocShard\("([^"]+)",(.*)\);\n$/s.exec(readFileSync(join(site, file), "utf8"));
    if (name === "facets0" || name === "p") values[name] = JSON.parse(value);
    else shards.push([Number(name.slice(1)), JSON.parse(value)]);
  }
  const codes = Array.from({ length: 95 }, (_, at) => String.fromCharCode(32 + at)).filter((code) => !'"\\'.includes(code));
  const { leads, phrases } = values.p;
  const meaning = new Map();
  for (const code of codes.slice(leads)) meaning.set(code, phrases[meaning.size]);
  for (const lead of codes.slice(0, leads)) for (const code of codes) meaning.set(lead + code, phrases[meaning.size]);
  const text = (packed) => {
    let whole = "";
    for (let at = 0; at < packed.length; at++) {
      const code = codes.indexOf(packed[at]) >= 0 && codes.indexOf(packed[at]) < leads ? packed[at] + packed[++at] : packed[at];
      whole += meaning.get(code) ?? code;
    }
    return whole;
  };
  const rows = shards.sort(([a], [b]) => a - b).flatMap(([, packed]) => packed.map(text)).map((whole) => {
    const lines = whole.split("\n");
    return [...lines.slice(0, 7), lines.slice(8).join("\n")];
  });
  return { documents: rows, facets: values.facets0 };
}

describe("search", () => {
  const site = build("ko");
  const { documents } = indexed(site);
  let browser;
  let server;
  before(async () => {
    [browser, server] = await Promise.all([launch(), serve(site, "/kb/")]);
  });
  after(() => Promise.all([browser.close(), server.close()]));

  const results = (page) => page.locator(".results li > a");
  const told = (page) => page.locator(".finding .told");
  const ask = (typed) => `${server.address}search/index.html?q=${encodeURIComponent(typed)}`;
  /** The titles that a query finds on the page; `count` is what is said. */
  async function find(typed, options) {
    const { page, wrong, close } = await open(browser, ask(typed), options);
    await page.waitForFunction(() => document.querySelector(".finding .told").textContent !== "");
    const titles = await results(page).allTextContents();
    const said = await told(page).textContent();
    return { page, titles, said, wrong, close };
  }
  const holding = (text) => documents.filter((row) => row[7].toLowerCase().includes(text)).length;

  test("Korean words are found in exactly the documents that hold them", async () => {
    for (const word of ["커넥션", "넥션", "재시도", "결제"]) {
      const { said, wrong, close } = await find(word);
      assert.equal(said, `결과 ${holding(word)}건`, word);
      assert.deepEqual(wrong, []);
      await close();
    }
  });

  test("prefixes, phrases and fields", async () => {
    const prefix = await find("exhaus");
    assert.ok(prefix.titles.length > 1 && prefix.wrong.length === 0);
    await prefix.close();
    const phrase = await find('"connection pool"');
    assert.equal(phrase.said, `결과 ${holding("connection pool")}건`);
    await phrase.close();
    const field = await find("year:2025 결제");
    const days = await field.page.locator(".results .ref").allTextContents();
    assert.ok(days.length > 0 && days.every((line) => line.includes("2025-")), days.join("; "));
    await field.close();
    const without = await find("커넥션 -정산");
    assert.ok(without.titles.length > 0 && without.titles.every((title) => !title.includes("정산")));
    await without.close();
  });

  test("a slip of the finger is forgiven and said", async () => {
    const { said, titles, close } = await find("conection ");
    assert.ok(said.includes("“conection” 대신 “connection”") && titles.length > 0, said);
    await close();
  });

  test("counts of facets are those of a plain count, and narrow what is listed", async () => {
    const { page, close } = await find("결제");
    const hits = documents.filter((row) => row[7].includes("결제"));
    for (const year of ["2024", "2025", "2026"]) {
      const wanted = hits.filter((row) => row[2].startsWith(year)).length;
      const shown = await page.locator(`.facets label:has(input[name=year][value="${year}"]) small`).textContent();
      assert.equal(Number(shown), wanted, year);
    }
    await page.locator('.facets input[name=year][value="2024"]').check();
    const wanted = hits.filter((row) => row[2].startsWith("2024")).length;
    await page.waitForFunction((text) => document.querySelector(".finding .told").textContent === text, `결과 ${wanted}건`);
    assert.ok(new URL(page.url()).searchParams.getAll("year").includes("2024"), "the address tells what was chosen");
    assert.equal(await page.evaluate(() => document.activeElement.value), "2024", "the box keeps the focus");
    await page.goBack();
    await page.waitForFunction((text) => document.querySelector(".finding .told").textContent === text, `결과 ${hits.length}건`);
    await close();
  });

  test("back leads to what was asked before, also from a document", async () => {
    const { page, titles, close } = await find("결제");
    const input = page.locator(".asked input");
    await input.fill("재시도");
    await input.press("Enter");
    await page.waitForFunction((before) => document.querySelector(".results a").textContent !== before, titles[0]);
    const [first] = await results(page).allTextContents();
    await results(page).first().click();
    await page.waitForURL(/incidents|causes|guides/);
    await page.goBack();
    await results(page).first().waitFor();
    assert.equal(await results(page).first().textContent(), first);
    assert.equal(await input.inputValue(), "재시도");
    await close();
  });

  test("nothing found is said, with what to try", async () => {
    const { said, titles, wrong, close } = await find("qqzzxx");
    assert.equal(titles.length, 0);
    assert.ok(said.includes("찾은 문서가 없습니다") && said.includes("짧은 말"), said);
    assert.deepEqual(wrong, []);
    await close();
  });

  test("what is typed stays text", async () => {
    for (const hostile of ["<img src=x onerror=alert(1)>", '"><script>alert(1)</script>', "${7*7}{{7*7}}", "a".repeat(5_000), "\\u{0}%00", "__proto__", "constructor:prototype"]) {
      const { page, wrong, close } = await find(hostile);
      assert.deepEqual(wrong, [], hostile);
      assert.equal(await page.locator("main img, main script").count(), 0);
      await close();
    }
    const { page, wrong, close } = await open(browser, `${server.address}search/index.html?q=x&year=%3Cimg%20src=x%20onerror=alert(1)%3E&__proto__=1`);
    await page.waitForFunction(() => document.querySelector(".finding .told").textContent !== "");
    assert.deepEqual(wrong, []);
    await close();
  });

  test("the box of every page: keys, and the way to all results", async () => {
    const { page, wrong, close } = await open(browser, `${server.address}incidents/index.html`);
    await page.keyboard.press("/");
    await page.keyboard.type("pool");
    await page.locator(".found li").first().waitFor();
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("ArrowDown");
    assert.equal(await page.evaluate(() => document.activeElement === document.querySelectorAll(".found li > a")[1]), true);
    await page.keyboard.press("Escape");
    assert.equal(await page.locator(".found").isHidden(), true);
    assert.equal(await page.evaluate(() => document.activeElement.name), "q");
    await page.keyboard.press("Control+k");
    await page.keyboard.type("커넥션");
    await page.locator(".found li").first().waitFor();
    await page.keyboard.press("Enter");
    await page.waitForURL(/search\/index\.html\?q=/);
    await results(page).first().waitFor();
    assert.deepEqual(wrong, []);
    await close();
  });

  test("an arrow and Enter lead to a document", async () => {
    const { page, close } = await open(browser, `${server.address}index.html`);
    await page.keyboard.press("/");
    await page.keyboard.type("PM-2025-001");
    await page.locator(".found li").first().waitFor();
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    await page.waitForURL(/\/kb\/incidents\/pm-2025-001\//);
    await close();
  });

  test("while an input method composes there are results, and Enter is its own", async () => {
    const { page, close } = await open(browser, `${server.address}index.html`);
    const session = await page.context().newCDPSession(page);
    await page.locator(".finder input").focus();
    await page.keyboard.insertText("커넥");
    // Half of 션, then all of it, and the Enter that ends it.
    await session.send("Input.imeSetComposition", { text: "ㅅ", selectionStart: 1, selectionEnd: 1 });
    await page.locator(".found li").first().waitFor();
    await session.send("Input.imeSetComposition", { text: "션", selectionStart: 1, selectionEnd: 1 });
    const address = page.url();
    await session.send("Input.dispatchKeyEvent", { type: "rawKeyDown", key: "Enter", code: "Enter", windowsVirtualKeyCode: 229 });
    await page.waitForTimeout(100);
    assert.equal(page.url(), address, "Enter ended the composition, and went nowhere");
    await session.send("Input.insertText", { text: "션" });
    await page.waitForFunction(() => document.querySelector(".finder input").value === "커넥션");
    await page.locator(".found li").first().waitFor();
    await close();
  });

  test("it works from a file, and with nothing but its own scripts", async () => {
    const { page, wrong, close } = await open(browser, `file://${site}/search/index.html?q=${encodeURIComponent("커넥션")}`);
    await results(page).first().waitFor();
    await page.locator(".asked input").fill("재시도");
    await page.locator(".asked input").press("Enter");
    await page.waitForFunction(() => document.querySelector("mark")?.textContent === "재시도");
    await results(page).first().click();
    await page.waitForURL(/(incidents|causes|guides)\/.*\/index\.html$/);
    assert.deepEqual(wrong, []);
    await close();
  });

  test("without JavaScript the form leads to the list of incidents", async () => {
    const { page, close } = await open(browser, `${server.address}index.html`, { javaScriptEnabled: false });
    await page.locator(".finder input").fill("결제");
    await page.locator(".finder input").press("Enter");
    await page.waitForURL(/\/kb\/incidents\/index\.html\?q=/);
    await page.goto(`${server.address}search/index.html`);
    assert.ok(await page.locator("noscript").isVisible());
    await close();
  });

  test("drafts are in no file of the index", () => {
    const drafts = files(site).filter((file) => file.startsWith("search/") && readFileSync(join(site, file), "utf8").includes("PM-2026-012"));
    assert.deepEqual(drafts, []);
    assert.ok(documents.length > 40);
  });

  test("a list of results has nothing that axe finds, in both schemes and narrow", async () => {
    for (const [width, colorScheme] of [[1280, "light"], [320, "dark"]]) {
      for (const [address, wait] of [[ask("커넥션"), ".results li"], [`${server.address}index.html`, ".found li"]]) {
        const { page, close } = await open(browser, address, { viewport: { width, height: 900 }, colorScheme, bypassCSP: true });
        if (wait === ".found li") {
          await page.keyboard.press("/");
          await page.keyboard.type("pool");
        }
        await page.locator(wait).first().waitFor();
        await page.evaluate(AXE);
        const found = await page.evaluate(() => window.axe.run({ runOnly: { type: "tag", values: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] } }));
        assert.deepEqual(found.violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`)), []);
        const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
        assert.ok(overflow <= 0, `${address} is ${overflow} pixels wider than the window`);
        await close();
      }
    }
  });

  test("scripts are small", async () => {
    const { gzipSync } = await import("node:zlib");
    const scripts = files(site).filter((file) => /^assets\/.*\.js$/.test(file));
    const sum = scripts.reduce((sum, file) => sum + gzipSync(readFileSync(join(site, file)), { level: 9 }).length, 0);
    assert.ok(scripts.length === 2 && sum <= 12 * 1024, `${sum} bytes`);
  });
});

describe("a phrase among many that have its words", () => {
  const folder = join(WORK, `phrase-${process.pid}`);
  const COUNT = 150;
  const isRight = (number) => number % 30 === 7;
  let browser;
  before(async () => {
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(join(folder, "postmortems"), { recursive: true });
    writeFileSync(join(folder, "book.toml"), '[book]\ntitle = "Many"\nlanguage = "en"\nsrc = "."\n[output.pmdoc]\n');
    for (let number = 0; number < COUNT; number++) {
      const said = isRight(number) ? "The spare pool was empty." : "The pool was not spare. A pool is no spare.";
      writeFileSync(join(folder, "postmortems", `pm-${number}.md`), `---\nid: PM-${number}\ntitle: Incident ${number}\ndate: 2026-03-04\nstatus: final\n---\n## Summary\n${said}\n`);
    }
    execFileSync(PMDOC, ["build", "-C", folder], { stdio: ["ignore", "ignore", "inherit"] });
    browser = await launch();
  });
  after(async () => {
    await browser.close();
    rmSync(folder, { recursive: true, force: true });
  });

  test("only what holds it is shown, a guessed count says so, and in the end it is right", async () => {
    const { page, wrong, close } = await open(browser, `file://${folder}/book/search/index.html?q=${encodeURIComponent('"spare pool"')}`);
    const told = page.locator(".finding .told");
    await page.waitForFunction(() => document.querySelector(".finding .told").textContent !== "");
    assert.match(await told.textContent(), /^About \d+ results?$/);
    const titles = () => page.locator(".results li > a").allTextContents();
    const right = Array.from({ length: COUNT }, (_, number) => number).filter(isRight).map((number) => `Incident ${number}`);
    assert.ok((await titles()).every((title) => right.includes(title)));
    for (let turn = 0; turn < 10 && (await page.locator(".rest button").count()); turn++) {
      const button = await page.locator(".rest button").elementHandle();
      await button.press("Enter");
      await page.waitForFunction((button) => !button.isConnected, button);
      assert.notEqual(await page.evaluate(() => document.activeElement.localName), "body", "the focus is not lost");
    }
    assert.equal(await told.textContent(), `${right.length} results`);
    assert.deepEqual((await titles()).sort(), right.sort());
    assert.deepEqual(wrong, []);
    await close();
  });
});

describe("an index of very many documents", () => {
  const site = build("en");
  const { documents } = indexed(site);
  divide(site, 12, 16);
  let browser;
  let server;
  before(async () => {
    [browser, server] = await Promise.all([launch(), serve(site, "/kb/")]);
  });
  after(() => Promise.all([browser.close(), server.close()]));

  const told = (page) => page.locator(".finding .told").textContent();
  const titles = (page) => page.locator(".results li > a").allTextContents();
  const holding = (...words) => documents.filter((row) => words.every((word) => row[7].toLowerCase().includes(word)));
  /** Opens the page of a query; `asked` are the files of the index that were loaded. */
  async function ask(typed, chosen = "") {
    const opened = await open(browser, `${server.address}404.html`);
    const asked = [];
    opened.page.on("request", (request) => asked.push(/search\/([a-z]+)[^/]*\.js$/.exec(request.url())?.[1]));
    await opened.page.goto(`${server.address}search/index.html?q=${encodeURIComponent(typed)}${chosen}`);
    await opened.page.waitForFunction(() => document.querySelector(".finding .told").textContent !== "");
    return { ...opened, asked };
  }
  async function toTheEnd(page) {
    for (let turn = 0; turn < 20 && (await page.locator(".rest button").count()); turn++) {
      const button = await page.locator(".rest button").elementHandle();
      await button.press("Enter");
      await page.waitForFunction((button) => !button.isConnected, button);
    }
  }

  test("a page of answers needs first tiers only, and says that there may be more; in the end there are all", async () => {
    const all = holding("결제", "원인").length;
    assert.ok(all > 15);
    const { page, wrong, close, asked } = await ask("결제 원인");
    const first = await titles(page);
    const [, least] = /^At least (\d+) results$/.exec(await told(page)) ?? [];
    assert.ok(Number(least) >= 10 && Number(least) < all, await told(page));
    assert.deepEqual([first.length, asked.includes("m"), asked.includes("facets")], [10, false, false]);
    assert.equal(await page.locator(".rest").textContent(), "Show more");
    await toTheEnd(page);
    assert.ok(asked.includes("m"));
    assert.equal(await told(page), `${all} results`);
    const shown = await titles(page);
    assert.deepEqual([shown.length, shown.slice(0, 10)], [all, first], "what stands there stays there");
    assert.deepEqual([...shown].sort(), holding("결제", "원인").map((row) => row[7].split("\n")[0]).sort());
    assert.deepEqual(wrong, []);
    await close();
  });

  test("of one word the number is known, and a rare one is found as ever", async () => {
    const { page, close, asked } = await ask("retry ");
    assert.equal(await told(page), `${documents.filter((row) => /(?<![a-z0-9])retry(?![a-z0-9])/i.test(row[7])).length} results`);
    assert.equal(asked.includes("m"), false);
    await close();
    const rare = await ask("PM-2025-001");
    assert.equal((await titles(rare.page)).length, holding("pm-2025-001").length);
    await rare.close();
  });

  test("filters are counted for those who open them, by keyboard, and the list stays", async () => {
    const { page, wrong, close, asked } = await ask("결제");
    const first = await titles(page);
    const summary = page.locator(".narrow summary");
    assert.equal(await summary.isVisible(), true);
    assert.deepEqual([await page.locator(".facets fieldset").count(), asked.includes("facets")], [0, false]);
    await summary.press("Enter");
    await page.locator(".facets fieldset").first().waitFor();
    const hits = holding("결제");
    for (const year of ["2024", "2025", "2026"]) {
      const shown = await page.locator(`.facets label:has(input[name=year][value="${year}"]) small`).textContent();
      assert.equal(Number(shown), hits.filter((row) => row[2].startsWith(year)).length, year);
    }
    assert.equal(await told(page), `${hits.length} results`);
    assert.deepEqual(await titles(page), first);
    await page.locator('.facets input[name=year][value="2025"]').check();
    const wanted = hits.filter((row) => row[2].startsWith("2025")).length;
    await page.waitForFunction((text) => document.querySelector(".finding .told").textContent === text, `${wanted} results`);
    assert.equal(await page.evaluate(() => document.activeElement.value), "2025", "the box keeps the focus");
    assert.deepEqual(wrong, []);
    await close();
  });

  test("what the address chooses is shown as chosen, and nothing asked has nothing to narrow", async () => {
    const { page, close } = await ask("결제", "&year=2024");
    await page.locator('.facets input[name=year][value="2024"]:checked').waitFor();
    const wanted = holding("결제").filter((row) => row[2].startsWith("2024")).length;
    assert.equal(await told(page), `${wanted} results`);
    await close();
    const empty = await ask("");
    assert.equal(await empty.page.locator(".narrow").isHidden(), true);
    await empty.close();
  });

  test("the box of every page leads to all, and there is nothing that axe finds", async () => {
    const { page, close } = await open(browser, `${server.address}index.html`, { bypassCSP: true });
    await page.keyboard.press("/");
    await page.keyboard.insertText("결제 원인");
    await page.waitForFunction(() => /^At least/.test(document.querySelector(".found .rest")?.textContent ?? ""));
    await page.locator(".found .rest a").click();
    await page.waitForURL(/search\/index\.html\?q=/);
    await page.locator(".results li").first().waitFor();
    for (const viewport of [{ width: 1280, height: 900 }, { width: 320, height: 900 }]) {
      await page.setViewportSize(viewport);
      await page.evaluate(AXE);
      const found = await page.evaluate(() => window.axe.run({ runOnly: { type: "tag", values: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] } }));
      assert.deepEqual(found.violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`)), []);
    }
    await close();
  });
});
