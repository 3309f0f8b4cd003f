// Every link and every anchor inside the site leads somewhere: as files, and below a path of their own.

import assert from "node:assert/strict";
import { existsSync, readFileSync, statSync } from "node:fs";
import { posix, join } from "node:path";
import { test } from "node:test";

import { parse } from "parse5";

import { build, pages } from "./support/site.mjs";

function* elements(node) {
  if (node.tagName) yield node;
  for (const child of [...(node.childNodes ?? []), ...(node.content?.childNodes ?? [])]) yield* elements(child);
}

const attribute = (element, name) => element.attrs.find((attr) => attr.name === name)?.value;

/** A page's own ids, and everything that it points at. */
function read(file) {
  const all = [...elements(parse(readFileSync(file, "utf8")))];
  const ids = all.map((element) => attribute(element, "id")).filter((id) => id !== undefined);
  const links = all.flatMap((element) => ["href", "src"].map((name) => attribute(element, name))).filter(Boolean);
  return { ids, links };
}

for (const language of ["en", "ko"]) {
  test(`every link of the site in ${language} leads somewhere`, () => {
    const site = build(language);
    const known = new Map(pages(site).map((page) => [page, read(join(site, page))]));
    const wrong = [];
    for (const [page, { ids, links }] of known) {
      assert.equal(new Set(ids).size, ids.length, `${page}: an id is there twice`);
      for (const link of links.filter((link) => !/^[a-z][a-z0-9+.-]*:/i.test(link))) {
        const [path, anchor] = link.split("#").map(decodeURIComponent);
        // A link from the root would leave a site that lives below a path of its own.
        if (path.startsWith("/")) wrong.push(`${page}: ${link} begins at the root`);
        let target = path === "" ? page : posix.normalize(posix.join(posix.dirname(page), path.split("?")[0]));
        if (target.startsWith("..")) wrong.push(`${page}: ${link} leaves the site`);
        // A file manager shows a folder's listing, not its index.html.
        if (existsSync(join(site, target)) && statSync(join(site, target)).isDirectory()) {
          wrong.push(`${page}: ${link} is a folder, which cannot be opened as a file`);
          target = posix.join(target, "index.html");
        }
        if (!existsSync(join(site, target))) wrong.push(`${page}: ${link} leads nowhere`);
        else if (anchor && !known.get(target)?.ids.includes(anchor)) wrong.push(`${page}: ${link} has no such anchor`);
      }
    }
    assert.deepEqual(wrong, []);
    assert.ok([...known.values()].flatMap(({ links }) => links).length > 1000, "links were looked at");
  });
}
