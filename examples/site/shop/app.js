// The single-page part: it changes the address and the heading, and loads nothing. The tracking code hears of each step by
// itself where the account's setting "trackHistory" is on; otherwise a page says so as this one could:
//
//   _hsq.push(["setPath", "/app/size"]); _hsq.push(["trackPageView"]);
function show() {
  var step = location.pathname.split("/")[2];
  document.title = (step ? step + " - " : "") + "Fitting room - Tern & Tide";
  document.getElementById("heading").textContent = step ? "Fitting room: " + step : "Fitting room";
}

document.querySelectorAll("[data-step]").forEach(function (link) {
  link.addEventListener("click", function (event) {
    event.preventDefault();
    history.pushState({}, "", link.href);
    show();
  });
});
window.addEventListener("popstate", show);
show();
