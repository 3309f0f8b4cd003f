// What is seen depends on where one looks: on paper, in the scheme that the system has, or in the one that the reader chose.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";

import { launch, open } from "./support/browser.mjs";
import { build, files, pages, serve } from "./support/site.mjs";

describe("looks", () => {
  const site = build("ko");
  const drawn = pages(site).find((page) => readFileSync(join(site, page), "utf8").includes('class="night"'));
  let browser;
  let server;
  before(async () => {
    [browser, server] = await Promise.all([launch(), serve(site, "/kb/")]);
  });
  after(() => Promise.all([browser.close(), server.close()]));

  /** The classes of the pictures of the first diagram that are shown, and whether they could be read. */
  const shown = async (tab) => {
    await tab.locator("figure.diagram").first().scrollIntoViewIfNeeded();
    const pictures = () => {
      const pictures = [...document.querySelector(".drawing").querySelectorAll("img")];
      return pictures.filter((picture) => picture.checkVisibility()).map((picture) => [picture.className, picture.naturalWidth]);
    };
    let found = await tab.evaluate(pictures);
    for (let tries = 0; tries < 50 && found.some(([, width]) => width === 0); tries += 1) {
      await tab.waitForTimeout(100);
      found = await tab.evaluate(pictures);
    }
    return found.map(([name, width]) => (width > 0 ? name : `${name} is not there`));
  };

  for (const colorScheme of ["light", "dark"]) {
    test(`a diagram has the ground of the page, system ${colorScheme}`, async () => {
      for (const address of [server.address + drawn, `file://${site}/${drawn}`]) {
        const { page: tab, wrong, close } = await open(browser, address, { colorScheme });
        const [own, other] = colorScheme === "dark" ? ["night", "day"] : ["day", "night"];
        assert.deepEqual(await shown(tab), [own]);
        await tab.locator("button.theme").click();
        assert.deepEqual(await shown(tab), [other], "the reader chose the other scheme");
        await tab.emulateMedia({ media: "print" });
        assert.deepEqual(await shown(tab), ["day"], "paper is light");
        assert.deepEqual(wrong, []);
        await close();
      }
    });
  }

  test("drawings are shapes and text only", () => {
    const drawings = files(site).filter((file) => file.startsWith("diagrams/"));
    assert.ok(drawings.length >= 4, "there are drawings");
    for (const file of drawings) {
      const svg = readFileSync(join(site, file), "utf8");
      const found = svg.match(/<(style|script|foreignObject|image|a)\b|\s(style|class|on\w+)=|https?:(?!\/\/www\.w3\.org\/2000\/svg")/);
      assert.equal(found?.[0], undefined, file);
    }
  });

  test("lists are tables on paper, also where the paper is narrow", async () => {
    for (const page of ["incidents/index.html", "actions/index.html", "causes/index.html"]) {
      const { page: tab, close } = await open(browser, server.address + page, { viewport: { width: 673, height: 900 } });
      const display = (selector) => tab.evaluate((selector) => getComputedStyle(document.querySelector(selector)).display, selector);
      assert.equal(await display(".ledger tbody tr:last-child"), "flex", "a row is a paragraph on a narrow screen");
      await tab.emulateMedia({ media: "print" });
      assert.equal(await display(".ledger tbody tr:last-child"), "table-row");
      assert.equal(await display(".ledger thead"), "table-header-group");
      assert.equal(await display(".masthead nav"), "none");
      assert.equal(await display(".on-paper"), "block");
      const overflow = await tab.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
      assert.ok(overflow <= 0, `${page} is ${overflow} pixels wider than the paper`);
      await close();
    }
  });
});
