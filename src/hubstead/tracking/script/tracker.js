// The tracking code: reads the queues `_hsq` and `_hsp`, keeps the visitor's cookies, sends beacons.
//
// It is served minified (scripts/tracker), behind the calls that set it up for an account, with policy.js, history.js and
// clicks.js where the account wants them; forms.js and banner.js are files of their own. It must never throw into the page,
// and work without cookies.
(function (window) {
  "use strict";
  if (window._hstc_loaded) return;
  window._hstc_loaded = true;

  var document = window.document;
  var navigator = window.navigator;
  var location = window.location;
  var script = document.currentScript || document.getElementById("hs-analytics");

  var SESSION = 1800;
  var life = 180 * 86400;
  var MALFORMED = "";
  // Where the files of the code lie below the address that beacons go to: the server puts the name in. `collector` is
  // where beacons go, if the operator chose names.
  var FOLDER = HUBSTEAD_FOLDER;
  var UTK = /^[0-9a-f]{32}$/;
  // What the cookies hold, for those that begin with the hash of a domain.
  var VISITOR = /^(\d+)\.([0-9a-f]{32})\.(\d+)\.(\d+)\.(\d+)\.(\d+)$/;
  var VISIT = /^(\d+)\.(\d+)\.(\d+)$/;

  var base = script && script.src ? script.src.slice(0, script.src.lastIndexOf(FOLDER) + 1) : location.origin + "/";
  var collector = "";
  var domains = [];
  var wholeHost = false;
  var secure = false;
  var limited = false;
  var enabled = true;
  var debugging = false;
  var portal;
  var path = null;
  var before = null;
  // The path of the last page view.
  var viewed = "";
  var page = {};
  var identity = {};
  var told = true;
  var renewed = false;
  var visitor = null;
  var visit = null;
  var fresh = true;
  // Without consent to analytics no cookie is written. `policy` is what the account asks for, as beacons name it: 0 opt-in
  // without a way to decline, 1 opt-in, 3 by category. 4 is opt-out and 5 only notifies: both allow until somebody declines.
  // null asks for nothing. `consent` is what the visitor decided, also where nothing is asked; null is nothing yet.
  var policy = null;
  var consent = null;
  var respectful = false;
  var clicks = [];
  var listeners = { identity: [], token: [], page: [], type: [], metadata: [], consent: [], settings: [] };

  function now() { return Date.now(); }
  function hostname() { return location.hostname.toLowerCase(); }

  // ---- cookies

  // In a frame without an origin even looking at cookies throws; so does decoding what others wrote into one.
  function read(name) {
    try {
      var found = ("; " + document.cookie).split("; " + name + "=");
      return found.length > 1 ? decodeURIComponent(found.pop().split(";")[0]) : MALFORMED;
    } catch (refused) {
      return MALFORMED;
    }
  }

  function put(name, value, seconds, domain) {
    try {
      document.cookie = name + "=" + value + "; path=/; SameSite=Lax" +
        (domain ? "; domain=" + domain : "") +
        (seconds === null ? "" : "; expires=" + new Date(now() + seconds * 1000).toUTCString()) +
        (secure ? "; Secure" : "");
    } catch (refused) {}
  }

  function write(name, value, seconds) {
    put(name, value, seconds, cookieDomain());
    if (read(name) !== value) put(name, value, seconds);
  }

  function erase(name) {
    put(name, "", -86400, cookieDomain());
    put(name, "", -86400);
  }

  function configured() {
    var host = "." + hostname();
    return domains.filter(function (domain) { return host.slice(-domain.length) === domain; })
      .sort(function (one, other) { return one.length - other.length; })[0];
  }

  function cookieDomain() {
    var labels = hostname().split(".");
    if (wholeHost) return "." + hostname();
    return configured() || "." + (labels.length > 2 ? labels.slice(1) : labels).join(".");
  }

  // The hash that web analytics has used since Urchin; the cookies of the real service have it too.
  function hashOf(domain) {
    var hash = 0, place, code, high;
    for (place = domain.length - 1; place >= 0; place--) {
      code = domain.charCodeAt(place);
      hash = ((hash << 6) & 0xfffffff) + code + (code << 14);
      high = hash & 0xfe00000;
      if (high) hash ^= high >> 21;
    }
    return hash;
  }

  // ---- who this is

  function token() {
    var bytes = window.crypto.getRandomValues(new Uint8Array(16));
    return [].map.call(bytes, function (byte) { return (byte + 256).toString(16).slice(1); }).join("");
  }

  function murmur(text, seed) {
    var hash = seed, place, word;
    var bytes = unescape(encodeURIComponent(text));
    var mixed = function (word) {
      word = Math.imul(word, 0xcc9e2d51);
      return Math.imul((word << 15) | (word >>> 17), 0x1b873593);
    };
    for (place = 0; place + 4 <= bytes.length; place += 4) {
      word = bytes.charCodeAt(place) | (bytes.charCodeAt(place + 1) << 8) | (bytes.charCodeAt(place + 2) << 16) |
        (bytes.charCodeAt(place + 3) << 24);
      hash ^= mixed(word);
      hash = Math.imul((hash << 13) | (hash >>> 19), 5) + 0xe6546b64;
    }
    for (word = 0; place < bytes.length; place++) word |= bytes.charCodeAt(place) << (8 * (place % 4));
    hash ^= mixed(word) ^ bytes.length;
    hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
    hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
    return (hash ^ (hash >>> 16)) >>> 0;
  }

  function stored(name) {
    try { return !!window[name]; } catch (refused) { return false; }
  }

  function fingerprint() {
    var screen = window.screen || {};
    return murmur([
      navigator.userAgent, navigator.language, screen.colorDepth, new Date().getTimezoneOffset(),
      stored("sessionStorage"), stored("localStorage"), stored("indexedDB"), navigator.platform, navigator.doNotTrack
    ].join("###"), 31);
  }

  function hstc() { return visitor && [visitor.hash, visitor.utk, visitor.first, visitor.previous, visitor.current, visitor.count].join("."); }
  function hssc() { return visit && [visitor.hash, visit.pages, visit.start].join("."); }

  function objects() { return !!navigator.globalPrivacyControl; }
  function untracked() {
    return read("__hs_do_not_track") === "yes" || (respectful && (navigator.doNotTrack === "1" || objects()));
  }

  // Whether a category is allowed. Where nobody has to be asked, silence allows.
  function silent() { return policy === null || policy > 3; }
  function may(category) { return consent ? !!consent[category] : silent(); }
  function allowed() { return may("analytics"); }

  // Once per load: know the visitor again or make one, and continue the session or begin one.
  function meet() {
    var linked = handedOver();
    var known = VISITOR.exec(read("__hstc"));
    var session = VISIT.exec(read("__hssc"));
    var going = read("__hssrc") === "1" && session;
    var given = UTK.test(window.__hsUserToken) && window.__hsUserToken;
    var own = known ? known[2] : read("hubspotutk") || given;
    fresh = !known && !linked;
    if (given && given !== own) identify({ visitor: given });
    if (!known && linked) {
      known = linked.visitor;
      session = linked.visit;
      going = session;
    } else if (linked && linked.visitor[2] !== own) {
      identify({ visitor: linked.visitor[2] });
    }
    visitor = { hash: hashOf(cookieDomain()), utk: known ? known[2] : UTK.test(own) ? own : token() };
    visitor.first = known ? +known[3] : now();
    visitor.previous = known ? +known[4] : now();
    visitor.current = known ? +known[5] : now();
    visitor.count = known ? +known[6] : 1;
    if (known && !going) {
      visitor.previous = visitor.current;
      visitor.current = now();
      visitor.count++;
    }
    visit = going ? { pages: +session[2] + 1, start: +session[3] } : { pages: 1, start: visitor.current };
    remember();
  }

  function remember() {
    // Who could have declined is asked again in time: the cookies do not live longer with each visit.
    var left = policy === 1 || policy === 3 ? life - (now() - visitor.first) / 1000 : life;
    write("__hstc", hstc(), left);
    write("hubspotutk", visitor.utk, left);
    write("__hssrc", "1", null);
    write("__hssc", hssc(), SESSION);
    tell("identity", [hstc(), hssc(), String(fingerprint())]);
    tell("token", [visitor.utk]);
  }

  function forget() {
    ["__hstc", "hubspotutk", "__hssc", "__hssrc"].forEach(erase);
    visitor = visit = null;
    identity = {};
    told = true;
  }

  // A link from another of the account's domains carries the visitor; only this same browser may use it.
  function handedOver() {
    var given = new URLSearchParams(location.search);
    var found = VISITOR.exec(given.get("__hstc") || "");
    if (!found || given.get("__hsfp") !== String(fingerprint())) return null;
    var ours = domains.concat(cookieDomain()).some(function (domain) { return String(hashOf(domain)) === found[1]; });
    return ours ? { visitor: found, visit: VISIT.exec(given.get("__hssc") || "") } : null;
  }

  function handOver(event) {
    var link = event.target && event.target.closest && event.target.closest("a[href]");
    if (!link || !visitor || !allowed()) return;
    var url = new URL(link.href, location.href);
    var host = "." + url.hostname;
    var here = configured();
    var other = domains.some(function (domain) { return domain !== here && host.slice(-domain.length) === domain; });
    if (!other || url.hostname === location.hostname) return;
    url.searchParams.set("__hstc", hstc());
    url.searchParams.set("__hssc", hssc());
    url.searchParams.set("__hsfp", fingerprint());
    link.href = url.href;
  }

  function identify(who) {
    if (!who) return;
    Object.keys(who).forEach(function (name) { if (who[name] != null) identity[name] = who[name]; });
    told = false;
  }

  function listen(kind, fn, known) {
    listeners[kind].push(fn);
    if (known) fn.apply(null, known);
  }

  function tell(kind, known) {
    listeners[kind].forEach(function (fn) { guarded(kind, function () { fn.apply(null, known); }); });
  }

  // ---- beacons

  function encoded(value) { return encodeURIComponent(value).replace(/%20/g, "+"); }

  function query(given) {
    var parts = [];
    Object.keys(given).forEach(function (name) {
      [].concat(given[name]).forEach(function (value) {
        if (value !== undefined && value !== null && value !== "") parts.push(encoded(name) + "=" + encoded(value));
      });
    });
    return parts.join("&");
  }

  function referrer() {
    try { return window.top.document.referrer; } catch (foreign) { return document.referrer; }
  }

  function canonical() {
    var link = document.querySelector && document.querySelector('link[rel="canonical"]');
    return link && link.href;
  }

  // The parameters that every beacon has, in the order in which the real service's beacons have them.
  function common() {
    var screen = window.screen || {};
    var known = allowed() && read("__hstc") && visitor;
    var given = {
      sd: screen.width + "x" + screen.height, cd: screen.colorDepth + "-bit", cs: document.characterSet,
      ln: (navigator.language || "").toLowerCase(), bfp: fingerprint(), v: "1.1", a: portal,
      pi: page.id, ct: page.type, ccu: page.canonical, po: path, rpo: before,
      rcu: page.canonical ? null : canonical()
    };
    Object.assign(given, page.content, {
      tc: page.targeted, r: referrer(), pu: location.href, t: document.title, cts: now(),
      i: told || !allowed() ? null : query(identity), rv: renewed ? 1 : null,
      vi: known ? visitor.utk : anonymous, nc: known ? fresh : true,
      u: known ? hstc() : null, b: known && read("__hssc") ? hssc() : null, ce: allowed() ? null : false
    });
    if (policy !== null || consent) {
      given.pt = policy === null ? 1 : policy < 4 ? policy : null;
      given.cc = 1 + 2 * may("analytics") + 4 * may("advertisement") + 8 * may("functionality");
    }
    return given;
  }

  var anonymous = token();

  function send(file, given) {
    if (!enabled || untracked() || (limited && !configured())) return;
    var url = address(file) + "?" + query(Object.assign({}, given, common()));
    told = told || allowed();
    renewed = false;
    tracker.log(url);
    transmit(url);
  }

  function address(file) { return base + (collector ? collector + file.replace(/.*__pt|\.gif|.*\//g, "") : file); }

  // Nobody waits for an answer, and the page may be gone before it: so by a way that outlives the page. Where the site's
  // policy lets only images through, an image.
  function transmit(url) {
    function image() { new window.Image().src = url; }
    if (window.Request && "keepalive" in window.Request.prototype) {
      window.fetch(url, { mode: "no-cors", keepalive: true, credentials: "omit" }).catch(image);
    } else if (!navigator.sendBeacon || !navigator.sendBeacon(url)) image();
  }

  function event(name, given) { send("__ptq.gif", Object.assign({ k: 3, n: name }, given)); }

  function custom(name, properties) {
    var given = { n: name };
    Object.keys(properties || {}).forEach(function (key) { given["_" + key] = properties[key]; });
    send("__ptbe.gif", given);
  }

  function form(kind) {
    return function (id, conversion, more) {
      more = more || {};
      send("__ptq.gif", {
        k: kind, fi: id, fci: conversion, fvi: more.formVariantId, lfi: more.leadFlowId, ft: more.formType
      });
    };
  }

  function beacon(kind, given) {
    return function () { send("__ptq.gif", Object.assign({ k: kind }, given)); };
  }

  // ---- clicks

  function literally(part) { return part.replace(/[.+?^${}()|[\]\\]/g, "\\$&"); }

  function matches(pattern) {
    if (!pattern) return true;
    var here = (path === null ? location.href : new URL(path, location.href).href).replace(/#.*$/, "");
    if (pattern.indexOf("?") < 0) here = here.replace(/\?.*$/, "");
    var source = pattern.replace(/\/$/, "").split("*").map(literally).join(".*");
    return new RegExp("^(?:https?:)?(?://)?" + source.replace(/^(https?:)?\/\//, "") + "/?$").test(here);
  }

  function clicked(happened) {
    clicks.forEach(function (rule) {
      if (!happened.target.closest || !happened.target.closest(rule.selector) || !matches(rule.url)) return;
      if (/^pe\d+_/.test(rule.id)) custom(rule.id);
      else event(rule.id);
    });
  }

  // ---- consent

  function consented(given) {
    var had = allowed();
    var previous = categories();
    consent = given;
    if (allowed() && !had) {
      if (ran) meet();
      // What was seen so far was nobody's: now it is this visitor's.
      if (viewed) tracker.trackPageView();
    } else if (!allowed()) {
      forget();
    }
    tell("consent", [shown(previous)]);
  }

  function categories() {
    return {
      necessary: true, analytics: may("analytics"), advertisement: may("advertisement"), functionality: may("functionality")
    };
  }

  function shown(previous) {
    return { allowed: allowed(), categories: categories(), previousCategories: previous || {} };
  }

  function every(allowing) { return { analytics: allowing, advertisement: allowing, functionality: allowing }; }

  // What the visitor decided on an earlier page.
  function remembered() {
    var chosen = read("__hs_cookie_cat_pref");
    var out = read("__hs_opt_out");
    if (chosen) {
      return { analytics: /1:true/.test(chosen), advertisement: /2:true/.test(chosen), functionality: /3:true/.test(chosen) };
    }
    return out ? every(out === "no") : null;
  }

  function onConsent(fn) {
    listen("consent", fn, silent() || consent ? [shown()] : null);
  }

  function settings() { return { policy: policy, globalPrivacyControl: objects() }; }

  function revoke() {
    ["__hs_opt_out", "__hs_initial_opt_in", "__hs_cookie_cat_pref"].forEach(erase);
    // Where silence allows, only a cookie remembers that somebody no longer does.
    if (silent()) write("__hs_opt_out", "yes", life);
    if (viewed) tracker.trackRevokeCookieConsent();
    consented(every(false));
  }

  // ---- what the queue may ask for

  var tracker = {
    setPortalId: function (id) { portal = id; },
    setTrackingDomain: function (host) { base = (/:\/\//.test(host) ? host : location.protocol + "//" + host).replace(/\/?$/, "/"); },
    setCookiesToSubdomain: function (on) { wholeHost = on !== false; },
    addCookieDomain: function (domain) { domains.push((domain[0] === "." ? domain : "." + domain).toLowerCase()); },
    enableSecureCookie: function () { secure = true; },
    setConsentPolicy: function (kind) { policy = kind; },
    setCollector: function (name) { collector = name + "/"; },
    setCookieDays: function (days) { life = days * 86400; },
    respectDoNotTrack: function () { respectful = true; },
    setDebugMode: function (on) { debugging = on !== false; },
    setLimitTrackingToCookieDomains: function (on) { limited = on !== false; },
    setTrackingEnabled: function (on) { enabled = on !== false; },
    setCanonicalUrl: function (url) { page.canonical = url; },
    setPath: function (to) {
      before = viewed || before;
      path = to || "/";
    },
    setContentType: function (type) { page.type = type; tell("type", [type]); },
    setPageId: function (id) { page.id = id; tell("page", [id]); },
    setContentMetadata: function (given) {
      var bandit = given.mabData || {};
      page.content = {
        cpi: given.contentPageId, cgi: given.contentGroupId, cfi: given.contentFolderId, lpi: given.legacyPageId,
        abi: given.abTestId, lvi: given.languageVariantId, lvc: given.languageCode,
        mabci: bandit.correlationId, mabei: bandit.experimentId
      };
      tell("metadata", [given]);
      page.metadata = given;
    },
    setTargetedContentMetadata: function (given) { page.targeted = [].concat(given).slice(0, 5); },
    identify: identify,
    trackPageView: function () {
      viewed = path === null ? location.pathname : path;
      send("__ptq.gif", { k: 1 });
    },
    trackEvent: function (what, more) {
      var given = Object.assign({}, typeof what === "object" ? what : { id: what }, more);
      event(given.id, Object.assign({}, given, { m: given.value, id: null, value: null }));
    },
    trackCustomBehavioralEvent: function (given) { custom(given.name, given.properties); },
    trackClick: function (selector, id, options) {
      clicks.push({ selector: selector, id: String(id), url: options && options.url });
    },
    trackFormView: form(15), trackFormInstall: form(16), trackFormVisible: form(17), trackFormInteraction: form(18),
    trackFormCompletion: form(19),
    trackCtaView: function (cta, placement) { send("__ptq.gif", { k: 12, aij: JSON.stringify([cta, placement]), rfc: 8 }); },
    trackFeedbackView: function (type, id) { send("__ptq.gif", { k: 26, st: type, si: id }); },
    trackApproveCookieConsent: beacon(28), trackDeclineCookieConsent: beacon(29), trackRevokeCookieConsent: beacon(30),
    addIdentityListener: function (fn) { listen("identity", fn, visitor && [hstc(), hssc(), String(fingerprint())]); },
    addUserTokenListener: function (fn) { listen("token", fn, visitor && [visitor.utk]); },
    addPageIdListener: function (fn) { listen("page", fn, page.id && [page.id]); },
    addContentTypeListener: function (fn) { listen("type", fn, page.type && [page.type]); },
    addContentMetadataListener: function (fn) { listen("metadata", fn, page.metadata && [page.metadata]); },
    addPrivacyConsentListener: onConsent,
    addPrivacySettingsListener: function (fn) { listen("settings", fn, [settings()]); },
    revokeCookieConsent: revoke,
    setHubSpotConsent: consented,
    doNotTrack: function (options) {
      if (options && options.track) {
        erase("__hs_do_not_track");
        if (ran && !visitor && allowed()) meet();
      } else write("__hs_do_not_track", "yes", life);
    },
    resetVisitorIdentity: function () {
      forget();
      renewed = true;
      if (allowed()) meet();
    },
    // Both: whoever uses the keyboard presses no button.
    enableAutomaticLinker: function () {
      ["mousedown", "click"].forEach(function (name) { document.addEventListener(name, careful("linker", handOver)); });
    },
    // Clicks are listened for on the whole document, so new elements need no new listeners, and search boxes no links.
    refreshPageHandlers: function () {},
    handleSearchLinks: function () {},
    log: function (what, error) { if (debugging) window.console.log(what, error); },
    // How the other files of the code join in.
    begin: function (fn) { fn(tracker, inside); }
  };
  // What the other files of the code use.
  var inside = {
    send: send, address: address, read: read, write: write, erase: erase, careful: careful, consented: consented, may: may,
    objects: objects, tell: tell, settings: settings, untracked: untracked, every: every, remembered: remembered,
    home: base, folder: FOLDER, portal: function () { return portal; }, life: function () { return life; },
    utk: function () { return visitor && visitor.utk; }, policy: function () { return policy; },
    decide: function (kind, given) { policy = kind; consent = given; }
  };
  tracker.trackConversion = tracker.trackEvent;
  tracker.addCookieListener = tracker.addIdentityListener;
  tracker.resetVisitor = tracker.resetVisitorIdentity;

  // ---- the queue

  var FIRST = [
    "setTrackingDomain", "setCookiesToSubdomain", "addCookieDomain", "enableSecureCookie", "setConsentPolicy", "setPortalId",
    "setCollector", "setCookieDays", "respectDoNotTrack", "begin"
  ];
  var THEN = [
    "setCanonicalUrl", "setPath", "setContentType", "setContentMetadata", "setPageId",
    "setTargetedContentMetadata", "identify", "setDebugMode", "setLimitTrackingToCookieDomains", "setTrackingEnabled"
  ];

  function guarded(what, run) {
    try {
      run();
    } catch (error) {
      tracker.log(what, error);
      try { new window.Image().src = address("__pto.gif") + "?" + query({ a: portal, n: what, m: String(error) }); } catch (gone) {}
    }
  }

  function careful(what, fn) {
    return function (argument) { guarded(what, function () { fn(argument); }); };
  }

  function call(entry) {
    guarded(entry && entry[0], function () {
      if (typeof entry === "function") entry(tracker, hstc());
      else if (tracker.hasOwnProperty(entry[0])) tracker[entry[0]].apply(tracker, [].slice.call(entry, 1));
    });
  }

  function rank(entry) {
    var name = entry && entry[0];
    return FIRST.indexOf(name) >= 0 ? 0 : THEN.indexOf(name) >= 0 ? 1 : 2;
  }

  // The entries of one phase, taken out of what pages have pushed so far.
  function taken(phase) {
    var queue = window._hsq = [].slice.call(window._hsq || []);
    var found = queue.filter(function (entry) { return rank(entry) <= phase; });
    found.forEach(function (entry) { queue.splice(queue.indexOf(entry), 1); });
    return found;
  }

  // At once: who asks for consent should not wait for the last image.
  function begin() {
    taken(0).forEach(call);
    guarded("consent", function () { consent = consent || remembered(); });
    var privacy = [].slice.call(window._hsp || []);
    window._hsp = { push: function () { [].forEach.call(arguments, call); } };
    privacy.forEach(call);
  }

  function run() {
    if (window._hstc_ran) return;
    window._hstc_ran = ran = true;
    taken(0).forEach(call);
    guarded("init", function () {
      document.addEventListener("mousedown", careful("click", clicked));
      if (allowed() && !untracked()) meet();
      var email = new URLSearchParams(location.search).get("__hs_email");
      if (email) identify({ email: email });
    });
    taken(1).forEach(call);
    var queue = taken(2);
    window._hsq = { push: window._hsp.push };
    queue.forEach(call);
  }

  var ran = false;
  guarded("begin", begin);
  if (document.readyState === "complete") guarded("run", run);
  else window.addEventListener("load", careful("run", run));
})(window);
