// What the pages of the site tell the tracking code. It may be pushed before the code is there.
var _hsq = window._hsq = window._hsq || [];
var _hsp = window._hsp = window._hsp || [];

// What kind of page this is, and its number: reports by content are about these.
var about = document.documentElement.dataset;
if (about.page) _hsq.push(["setContentType", about.type], ["setPageId", about.page]);
if (about.group) _hsq.push(["setContentMetadata", { contentGroupId: about.group }]);

document.addEventListener("click", function (event) {
  if (event.target.id === "privacy") _hsp.push(["showBanner"]);
  if (event.target.id === "buy") {
    _hsq.push(["trackCustomBehavioralEvent", {
      name: "pe{{portal}}_bought", properties: { product: "Curlew", price: event.target.dataset.price }
    }]);
    document.getElementById("bought").textContent = "It is yours.";
  }
});
