// The consent banner. It comes when a visitor has to decide, or wants to decide again (`showBanner`).
//
// It lives in a shadow root with a stylesheet of its own, so that the page's styles do not reach it, and the site's policy
// (Content-Security-Policy) need not allow inline styles. The server puts the account's policies in.
(window._hsp = window._hsp || []).push(["begin", function (tracker, inside) {
  var MONTHS = 180 * 86400;
  var WEEK = 7 * 86400;
  var CATEGORIES = ["analytics", "advertisement", "functionality"];
  // The kinds of policies as beacons name them; the last two are ours.
  var BY_CATEGORY = 3, OPT_OUT = 4, NOTIFY = 5;
  var given = HUBSTEAD_BANNERS[inside.number || 0];
  var texts = given.texts;
  var kind = given.kind;
  var host, dialog, opener;

  function make(name, attributes, children) {
    var element = document.createElement(name);
    Object.keys(attributes || {}).forEach(function (key) { element.setAttribute(key, attributes[key]); });
    (children || []).forEach(function (child) { if (child) element.append(child); });
    return element;
  }

  function button(text, look, act) {
    var element = make("button", { type: "button", class: look }, [text]);
    element.addEventListener("click", inside.careful("banner", act));
    return element;
  }

  // What was decided: kept, made known, told to the server.
  function decide(allowing) {
    var some = CATEGORIES.some(function (name) { return allowing[name]; });
    if (kind === BY_CATEGORY) {
      inside.write("__hs_cookie_cat_pref", CATEGORIES.map(function (name, place) {
        return place + 1 + ":" + !!allowing[name];
      }).join(), MONTHS);
    } else {
      inside.write("__hs_opt_out", some ? "no" : "yes", MONTHS);
    }
    if (kind < OPT_OUT) inside.write("__hs_initial_opt_in", some ? "yes" : "no", WEEK);
    close();
    inside.consented(allowing);
    tracker[some ? "trackApproveCookieConsent" : "trackDeclineCookieConsent"]();
  }

  function all(allowing) { return function () { decide(inside.every(allowing)); }; }

  // Read, and no more than that: nothing was decided.
  function read(cookie, value) {
    return [button(texts.understood, "main", function () {
      inside.write(cookie, value, MONTHS);
      close();
    })];
  }

  function option(name, locked) {
    var box = make("input", { type: "checkbox", role: "switch", id: name, "aria-describedby": name + "-text" });
    box.checked = locked || inside.may(name);
    box.disabled = !!locked;
    return make("li", {}, [
      make("label", { for: name }, [make("strong", {}, [texts[name]]), locked ? make("em", {}, [texts.always]) : ""]), box,
      make("p", { id: name + "-text" }, [texts[name + "Text"]])
    ]);
  }

  // The switches, and what saves them.
  function choices() {
    return make("ul", { id: "choices" }, [option("necessary", true)].concat(CATEGORIES.map(function (name) { return option(name); })));
  }

  function chosen() {
    var answer = {};
    CATEGORIES.forEach(function (name) { answer[name] = host.shadowRoot.getElementById(name).checked; });
    decide(answer);
  }

  // The buttons that decide look alike: none is to be taken for the only one.
  function buttons(list, asked) {
    if (kind >= OPT_OUT) {
      var yes = asked && kind === OPT_OUT ? [button(texts.accept, "main", all(true))] : read("__hs_notify_banner_dismiss", "true");
      return (kind === OPT_OUT ? [button(texts.object, "main", all(false))] : []).concat(yes);
    }
    if (kind !== BY_CATEGORY) {
      return [given.decline && button(texts.decline, "main", all(false)), button(texts.accept, "main", all(true))];
    }
    var open = button(list.hidden ? texts.choose : texts.save, "other", function () {
      if (!list.hidden) return chosen();
      list.hidden = false;
      open.textContent = texts.save;
      open.setAttribute("aria-expanded", "true");
      list.querySelector("input:enabled").focus();
    });
    open.setAttribute("aria-controls", "choices");
    open.setAttribute("aria-expanded", String(!list.hidden));
    return [open, given.decline && button(texts.declineAll, "main", all(false)), button(texts.acceptAll, "main", all(true))];
  }

  function keys(event) {
    if (event.key === "Escape" && opener) close();
    if (event.key !== "Tab" || !dialog.hasAttribute("aria-modal")) return;
    var stops = [].filter.call(dialog.querySelectorAll("a, button, input:enabled"), function (stop) { return stop.offsetParent; });
    var from = host.shadowRoot.activeElement;
    var edge = event.shiftKey ? stops[0] : stops[stops.length - 1];
    if (from !== edge && from !== dialog) return;
    event.preventDefault();
    (event.shiftKey ? stops[stops.length - 1] : stops[0]).focus();
  }

  function close() {
    if (host) host.remove();
    host = null;
    if (opener && opener.focus) opener.focus();
    opener = null;
  }

  // `asked` for by the visitor, it takes the focus and gives it back; so does one in the middle, which covers the page.
  function open(asked) {
    if (host) return dialog.focus();
    // A browser that objects has decided already: there is nothing to ask, only to tell.
    var notice = inside.objects() && !asked && kind < NOTIFY;
    var modal = asked || given.position === "CENTER";
    var list = kind === BY_CATEGORY && !notice && choices();
    if (list) list.hidden = !asked;
    opener = asked && document.activeElement;
    host = make("div", { id: "hs-eu-cookie-confirmation", lang: given.language });
    var root = host.attachShadow({ mode: "open" });
    var style = new CSSStyleSheet();
    style.replaceSync(HUBSTEAD_STYLE + given.style);
    root.adoptedStyleSheets = [style];
    dialog = make("section", {
      role: "dialog", "aria-labelledby": "title", "aria-describedby": "message", tabindex: "-1",
      class: given.position.toLowerCase()
    }, [
      make("h2", { id: "title" }, [texts.title]),
      make("p", { id: "message" }, [
        notice ? texts.signal : texts.message, given.privacy && " ",
        given.privacy && make("a", { href: given.privacy }, [texts.privacy])
      ]),
      list, make("div", { class: "buttons" }, notice ? read("__hs_gpc_banner_dismiss", "yes") : buttons(list, asked)),
      asked && button("\u00d7", "close", close)
    ]);
    if (asked) dialog.lastChild.setAttribute("aria-label", texts.close);
    if (modal) dialog.setAttribute("aria-modal", "true");
    dialog.addEventListener("keydown", inside.careful("banner", keys));
    root.append(given.position === "CENTER" ? make("div", { class: "veil" }) : "", dialog);
    document.body.prepend(host);
    if (modal) dialog.focus();
  }

  function ready(act) {
    if (document.body) act();
    else document.addEventListener("DOMContentLoaded", inside.careful("banner", act));
  }

  tracker.showBanner = function () { ready(function () { open(true); }); };
  ready(function () { open(inside.asked); });
}]);
