// Brings the tracker in. This file lives minutes in caches, the tracker, whose address changes with its content, a year.
(function () {
  var script = document.currentScript || document.getElementById("hs-script-loader");
  if (!script || document.getElementById("hs-analytics")) return;
  var tracker = document.createElement("script");
  tracker.id = "hs-analytics";
  tracker.async = true;
  tracker.setAttribute("data-loader", "hs-scriptloader");
  tracker.setAttribute("data-hsjs-portal", PORTAL);
  tracker.src = script.src.replace(/[^/]*$/, "") + "analytics/" + HASH + "/" + PORTAL + ".js";
  (document.head || document.documentElement).appendChild(tracker);
})();
