// Every kind of page, in both languages, both colour schemes, wide and narrow: nothing goes wrong, and axe finds nothing.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { after, before, describe, test } from "node:test";

import { launch, open } from "./support/browser.mjs";
import { build, kinds, serve } from "./support/site.mjs";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

for (const language of ["en", "ko"]) {
  describe(`the site in ${language}`, () => {
    const site = build(language);
    let browser;
    let server;
    before(async () => {
      [browser, server] = await Promise.all([launch(), serve(site)]);
    });
    after(() => Promise.all([browser.close(), server.close()]));

    for (const { name, page } of kinds(site, language)) {
      for (const colorScheme of ["light", "dark"]) {
        for (const width of [320, 1280]) {
          test(`${name} ${colorScheme} ${width}`, async () => {
            const options = { colorScheme, viewport: { width, height: 900 }, bypassCSP: true };
            const { page: tab, wrong, close } = await open(browser, server.address + page, options);
            await tab.evaluate(AXE);
            const found = await tab.evaluate((values) => window.axe.run({ runOnly: { type: "tag", values } }), RULES);
            const told = found.violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`));
            assert.deepEqual(told, [], page);
            const overflow = await tab.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
            assert.ok(overflow <= 0, `${page} is ${overflow} pixels wider than the window`);
            assert.deepEqual(wrong, [], page);
            await close();
          });
        }
      }
      test(`${name} keeps to its content security policy, also as a file`, async () => {
        for (const address of [server.address + page, `file://${site}/${page}`]) {
          const { wrong, close } = await open(browser, address);
          assert.deepEqual(wrong, [], address);
          await close();
        }
      });
    }
  });
}
