// Reloads the page when what is served is no longer what the page was made from.
(function () {
  "use strict";
  var own = document.currentScript.src.split("?")[1];
  new EventSource("/-/live").addEventListener("message", function (event) {
    if (event.data !== own) { location.reload(); }
  });
})();
