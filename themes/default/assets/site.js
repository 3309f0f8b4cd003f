// The colour scheme: what the reader chose, else what the system says. Without JavaScript the system decides.
(function () {
  "use strict";
  var root = document.documentElement;
  var key = "pmdoc-scheme";
  function stored() {
    // Some browsers refuse storage to pages opened from a file.
    try { return localStorage.getItem(key); } catch (error) { return null; }
  }
  function show(scheme) {
    if (scheme === "light" || scheme === "dark") { root.dataset.theme = scheme; }
  }
  show(stored());
  document.addEventListener("DOMContentLoaded", function () {
    var button = document.querySelector("button.theme");
    if (!button) { return; }
    button.hidden = false;
    button.addEventListener("click", function () {
      var system = matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
      var next = (root.dataset.theme || system) === "dark" ? "light" : "dark";
      show(next);
      try { localStorage.setItem(key, next); } catch (error) { /* it lasts for this page */ }
    });
  });
})();
