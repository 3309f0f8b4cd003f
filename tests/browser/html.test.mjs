// Every page is valid HTML, by a validator that is not ours.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";

import { FileSystemConfigLoader, HtmlValidate } from "html-validate";

import { build, pages } from "./support/site.mjs";

const validator = new HtmlValidate(new FileSystemConfigLoader({ root: true, extends: ["html-validate:standard"] }));

const SITES = [["en"], ["ko"], ["ja"], ["zh-Hant"], ["ko", "plain"]];

for (const [language, theme] of SITES) {
  test(`every page of the site in ${language} is valid, theme ${theme ?? "default"}`, async () => {
    const site = build(language, theme);
    const wrong = new Set();
    for (const page of pages(site)) {
      const report = await validator.validateString(readFileSync(join(site, page), "utf8"), page);
      for (const { messages } of report.results) {
        for (const { ruleId, message, line, column } of messages) wrong.add(`${page}:${line}:${column} ${ruleId}: ${message}`);
      }
    }
    assert.deepEqual([...wrong].slice(0, 40), []);
  });
}
