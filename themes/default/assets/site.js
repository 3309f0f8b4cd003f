// The colour scheme: what the reader chose, else what the system says. Without JavaScript the system decides.
(() => {
  "use strict";
  const root = document.documentElement;
  const key = "pmdoc-scheme";
  const show = (scheme) => { if (/^(light|dark)$/.test(scheme)) root.dataset.theme = scheme; };
  // Some browsers refuse storage to pages opened from a file: then a choice lasts for the page.
  try { show(localStorage.getItem(key)); } catch (error) { /* nothing was chosen */ }
  document.addEventListener("DOMContentLoaded", () => {
    const button = document.querySelector("button.theme");
    if (!button) return;
    button.hidden = false;
    button.onclick = () => {
      const system = matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
      const next = (root.dataset.theme || system) === "dark" ? "light" : "dark";
      show(next);
      try { localStorage.setItem(key, next); } catch (error) { /* for this page */ }
    };
  });
})();
