// Brings the tracking code in. This file lives minutes in caches, the others, whose addresses change with their contents, a
// year.
(function () {
  var script = document.currentScript || document.getElementById("hs-script-loader");
  if (!script || document.getElementById("hs-analytics")) return;
  var base = script.src.slice(0, script.src.lastIndexOf("/" + HUBSTEAD_PATH) + 1);
  HUBSTEAD_FILES.forEach(function (file) {
    var element = document.createElement("script");
    element.id = file[0];
    element.async = true;
    element.setAttribute("data-loader", "hs-scriptloader");
    element.setAttribute("data-hsjs-portal", HUBSTEAD_PORTAL);
    element.src = base + file[1];
    (document.head || document.documentElement).appendChild(element);
  });
})();
