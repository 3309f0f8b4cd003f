// Debian's Chromium, and a page in it that remembers everything that went wrong.

import { chromium } from "playwright-core";

/** Starts the browser. `PMDOC_CHROMIUM` names another one. */
export const launch = () =>
  chromium.launch({
    executablePath: process.env.PMDOC_CHROMIUM ?? "/usr/bin/chromium",
    args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking", "--disable-sync"],
  });

/**
 * Opens a page, and collects what went wrong: errors of scripts, messages of the console (a violated policy is one), and
 * requests to anywhere but where the page is from.
 */
export async function open(browser, address, options = {}) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
  const page = await context.newPage();
  const wrong = [];
  page.on("pageerror", (error) => wrong.push(`script: ${error.message}`));
  page.on("console", (message) => {
    if (["error", "warning"].includes(message.type())) wrong.push(`console: ${message.text()}`);
  });
  const origin = (url) => (url.startsWith("file:") ? "file:" : new URL(url).origin);
  page.on("request", (request) => {
    if (!request.url().startsWith("data:") && origin(request.url()) !== origin(address)) {
      wrong.push(`request: ${request.url()}`);
    }
  });
  await page.goto(address);
  return { page, wrong, close: () => context.close() };
}
