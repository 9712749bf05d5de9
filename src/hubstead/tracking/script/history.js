// Page views of single-page applications, without the page's doing: whenever the address becomes another one.
(window._hsq = window._hsq || []).push(["begin", function (tracker, inside) {
  // Of the fragment only what routers put there; others are places within a page.
  function address() {
    return location.pathname + location.search + (/^#[/!]/.test(location.hash) ? location.hash : "");
  }

  var last = address();

  // A moment later: then the page has its new title, and has told of the view itself if it does that.
  function look() {
    setTimeout(inside.careful("history", function () {
      if (address() === last) return;
      tracker.setPath(address());
      tracker.trackPageView();
    }), 50);
  }

  var track = tracker.trackPageView;
  tracker.trackPageView = function () {
    last = address();
    track();
  };
  ["pushState", "replaceState"].forEach(function (name) {
    var change = history[name];
    history[name] = function () {
      var answer = change.apply(this, arguments);
      look();
      return answer;
    };
  });
  addEventListener("popstate", look);
}]);
