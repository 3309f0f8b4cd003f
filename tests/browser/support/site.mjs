// The demo knowledge base, built once for each language of the site, and a server for it.

import { execFileSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { dirname, extname, join, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";

/** The project. */
export const ROOT = join(dirname(fileURLToPath(import.meta.url)), "../../..");
/** Where sites are built. */
export const WORK = join(ROOT, "target/browser");
/** The program: what `scripts/test` built, unless told otherwise. */
export const PMDOC = process.env.PMDOC ?? join(ROOT, "target/debug/pmdoc");

/** Builds the demo with the site's own words in a language, in a theme; the folder of the site. */
export function build(language, theme = "default") {
  const folder = join(WORK, `${language}-${theme}-${process.pid}`);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  cpSync(join(ROOT, "content-example"), join(folder, "content-example"), { recursive: true });
  const book = readFileSync(join(ROOT, "book.toml"), "utf8").replace(/^language = .*$/m, `language = "${language}"`);
  writeFileSync(join(folder, "book.toml"), book);
  execFileSync(PMDOC, ["build", "-C", folder, "--theme", theme], { stdio: ["ignore", "ignore", "inherit"] });
  process.on("exit", () => rmSync(folder, { recursive: true, force: true }));
  return join(folder, "book");
}

/** Every file of a site, with `/`, sorted. */
export function files(site) {
  const below = (folder) =>
    readdirSync(folder, { withFileTypes: true }).flatMap((entry) =>
      entry.isDirectory() ? below(join(folder, entry.name)) : [join(folder, entry.name)],
    );
  return below(site).map((file) => relative(site, file).split(sep).join("/")).sort();
}

/** Every page of a site. */
export const pages = (site) => files(site).filter((file) => file.endsWith(".html"));

/**
 * One page of each kind that the site has, in its language if there is one: the longest, which has the most to go wrong.
 */
export function kinds(site, language) {
  const longest = new Map();
  for (const page of pages(site)) {
    const html = readFileSync(join(site, page), "utf8");
    const rank = [html.includes(`<html lang="${language}"`), html.length];
    const listed = page.replace(/^([a-z]+)\/([a-z]+)\.[^/]+\/.*$/, "$1/$2.*");
    const name = listed.replace(/^([a-z]+)\/.+\/index\.html$/, "$1/*");
    const known = longest.get(name);
    if (!known || rank[0] > known.rank[0] || (rank[0] === known.rank[0] && rank[1] > known.rank[1])) {
      longest.set(name, { name, page, rank });
    }
  }
  return [...longest.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
}

const TYPES = {
  ".html": "text/html; charset=utf-8",
  ".css": "text/css",
  ".js": "text/javascript",
  ".svg": "image/svg+xml",
  ".png": "image/png",
  ".json": "application/json",
  ".xml": "application/xml",
  ".txt": "text/plain; charset=utf-8",
  ".md": "text/markdown; charset=utf-8",
};

/** Serves a site below a path (`/` or `/kb/`) on loopback; its address and how to stop it. */
export async function serve(site, base = "/") {
  const server = createServer((request, response) => {
    const path = decodeURIComponent(new URL(request.url, "http://localhost").pathname);
    let file = path.startsWith(base) ? join(site, path.slice(base.length)) : "";
    if (file && existsSync(file) && statSync(file).isDirectory()) file = join(file, "index.html");
    const found = file && file.startsWith(site) && existsSync(file);
    response.writeHead(found ? 200 : 404, { "content-type": (found && TYPES[extname(file)]) || "text/plain" });
    response.end(found ? readFileSync(file) : "not found");
  });
  await new Promise((ready) => server.listen(0, "127.0.0.1", ready));
  const address = `http://127.0.0.1:${server.address().port}${base}`;
  return { address, close: () => new Promise((done) => server.close(done).closeAllConnections()) };
}
