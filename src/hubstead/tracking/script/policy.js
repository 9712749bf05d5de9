// Which of the account's consent policies holds on this page, what the visitor decided, and when the banner is needed.
//
// The server puts the policies that hold in the visitor's country in: [kind, paths, number], the first that fits counts.
(window._hsq = window._hsq || []).push(["begin", function (tracker, inside) {
  var NOTIFY = 5;
  var loaded = false;
  var found = HUBSTEAD_POLICIES.filter(function (each) {
    return !each[1].length || each[1].some(function (pattern) {
      var source = pattern.split("*").map(function (part) { return part.replace(/[.+?^${}()|[\]\\]/g, "\\$&"); }).join(".*");
      return new RegExp("^" + source + "$").test(location.pathname);
    });
  })[0];

  // In the language of the page, else the browser's.
  function language() {
    var given = /^[a-z]{2}(?![a-z])/i.exec(document.documentElement.lang || navigator.language || "");
    return given ? given[0].toLowerCase() : "en";
  }

  function load(asked) {
    // Who asks for it gets it as a dialog, also while it is still on its way.
    inside.asked = asked;
    if (loaded) return;
    loaded = true;
    inside.number = found[2];
    var element = document.createElement("script");
    element.async = true;
    element.src = inside.home.slice(0, -1) + inside.folder + "banner/" + HUBSTEAD_STAMP + "/" + language() + "/" + inside.portal() + ".js";
    document.head.appendChild(element);
  }

  if (!found) return;
  // The banner takes this over once it is there.
  tracker.showBanner = function () { load(true); };
  var before = inside.remembered();
  var refused = !before && inside.objects() && found[0] < NOTIFY;
  inside.decide(found[0], refused ? inside.every(false) : before);
  inside.tell("settings", [inside.settings()]);
  // A notice that was read is no consent: it has a cookie of its own.
  var settled = before || (refused
    ? inside.read("__hs_gpc_banner_dismiss") === "yes"
    : found[0] > 3 && inside.read("__hs_notify_banner_dismiss") === "true");
  if (!settled && !window.disableHubSpotCookieBanner) load(false);
}]);
