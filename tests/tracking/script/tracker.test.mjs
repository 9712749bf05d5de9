// The tracking code in a page that only pretends: queue, cookies, sessions, beacons, consent.
import assert from "node:assert/strict";
import test from "node:test";
import { Browser, MINUTE, NOON, TRACKER } from "./page.mjs";

const SHOP = "https://www.shop.example/shoes?size=42";
const DAY = 24 * 60 * MINUTE;
const HSTC = /^(\d+)\.([0-9a-f]{32})\.(\d+)\.(\d+)\.(\d+)\.(\d+)$/;

test("a page view is sent by itself, with what a page view says", () => {
  const page = new Browser().open(SHOP, { referrer: "https://www.google.com/", canonical: "https://www.shop.example/s" });
  assert.equal(page.beacons.length, 1);
  const { bfp, cts, vi, u, b, ...rest } = page.last;
  assert.match(bfp, /^\d+$/);
  assert.match(vi, /^[0-9a-f]{32}$/);
  assert.equal(cts, String(NOON));
  assert.equal(HSTC.exec(u)[2], vi);
  assert.match(b, /^\d+\.1\.\d+$/);
  assert.deepEqual(rest, {
    path: "/__ptq.gif", k: "1", sd: "1920x1080", cd: "24-bit", cs: "UTF-8", ln: "de-de", v: "1.1", a: "10000001",
    rcu: "https://www.shop.example/s", r: "https://www.google.com/", pu: SHOP, t: "Shoes & more", nc: "true",
  });
  assert.ok(page.requests[0].url.search.includes("t=Shoes+%26+more"));
  assert.equal(page.requests[0].options.keepalive, true);
});

test("the cookies are those of the real service", () => {
  const browser = new Browser();
  browser.open(SHOP);
  const [, hash, utk, first, previous, current, count] = HSTC.exec(browser.cookie("__hstc"));
  assert.deepEqual([first, previous, current, count], [NOON, NOON, NOON, 1].map(String));
  assert.equal(browser.cookie("hubspotutk"), utk);
  assert.equal(browser.cookie("__hssc"), `${hash}.1.${NOON}`);
  assert.equal(browser.cookie("__hssrc"), "1");
  const [hstc] = browser.cookies.filter((cookie) => cookie.name === "__hstc");
  assert.equal(hstc.domain, ".shop.example");
  assert.ok(hstc.attributes.includes("path=/") && hstc.attributes.includes("SameSite=Lax"));
  assert.ok(!hstc.attributes.includes("Secure"));
  const [hssc] = browser.cookies.filter((cookie) => cookie.name === "__hssc");
  assert.equal(hssc.expires, NOON + 30 * MINUTE);
  const [hssrc] = browser.cookies.filter((cookie) => cookie.name === "__hssrc");
  assert.equal(hssrc.expires, Infinity);
});

// Both numbers come from captures of the real service.
for (const [host, hash] of [["www.hubspot.com", "20629287"], ["www.uniorg.de", "226818242"]]) {
  test(`the hash of the domain of ${host}`, () => {
    const page = new Browser().open(`https://${host}/`);
    assert.equal(page.last.u.split(".")[0], hash);
  });
}

test("a second page within the session counts it up; a pause begins a session", () => {
  const browser = new Browser();
  const utk = browser.open(SHOP).last.vi;
  browser.now += 10 * MINUTE;
  const second = browser.open(SHOP).last;
  assert.equal(second.nc, "false");
  assert.deepEqual(second.u.split(".").slice(1), [utk, NOON, NOON, NOON, 1].map(String));
  assert.deepEqual(second.b.split(".").slice(1), ["2", String(NOON)]);
  browser.now += 30 * MINUTE;
  const later = browser.now;
  const third = browser.open(SHOP).last;
  assert.deepEqual(third.u.split(".").slice(1), [utk, NOON, NOON, later, 2].map(String));
  assert.deepEqual(third.b.split(".").slice(1), ["1", String(later)]);
});

test("what the page pushed before rides on the first page view", () => {
  const queue = [["identify", { email: "ada@example.com" }], ["setPath", "/home"], ["setContentType", "blog-post"], ["setPageId", 7]];
  const page = new Browser().open(SHOP, { queue });
  assert.equal(page.beacons.length, 1);
  const { i, po, ct, pi, rpo } = page.last;
  assert.deepEqual({ i, po, ct, pi, rpo }, { i: "email=ada%40example.com", po: "/home", ct: "blog-post", pi: "7", rpo: undefined });
});

test("an identity is only kept until the next beacon takes it along, merged with what was said before", () => {
  const page = new Browser().open(SHOP);
  page.push("identify", { email: "ada@example.com" });
  page.push("identify", { id: "7", city: "São Paulo" });
  assert.equal(page.beacons.length, 1);
  page.push("trackPageView");
  assert.deepEqual(Object.fromEntries(new URLSearchParams(page.last.i)), { email: "ada@example.com", id: "7", city: "São Paulo" });
  page.push("trackPageView");
  assert.equal(page.last.i, undefined);
});

test("a single-page application tells where it is and where it was", () => {
  const page = new Browser().open(SHOP, { referrer: "https://www.google.com/" });
  page.push("setPath", "/about");
  page.push("trackPageView");
  assert.deepEqual([page.last.po, page.last.rpo], ["/about", "/shoes"]);
  page.push("setPath", "");
  page.push("trackPageView");
  assert.deepEqual([page.last.po, page.last.rpo], ["/", "/about"]);
  assert.deepEqual(page.beacons.map(({ b }) => b.split(".")[1]), ["1", "1", "1"]);
});

test("events of all kinds", () => {
  const page = new Browser().open(SHOP);
  page.push("trackEvent", { id: "000000001625", value: 12.5 });
  page.push("trackConversion", "signed up", { value: 3 });
  page.push("trackCustomBehavioralEvent", { name: "pe10000001_bought", properties: { colour: "red", size: 42 } });
  page.push("trackFormCompletion", "guid", "conversion", { formType: "EMBEDDED" });
  page.push("trackCtaView", "cta", "place");
  const [, legacy, named, custom, form, cta] = page.beacons;
  assert.deepEqual([legacy.path, legacy.k, legacy.n, legacy.m], ["/__ptq.gif", "3", "000000001625", "12.5"]);
  assert.deepEqual([named.n, named.m], ["signed up", "3"]);
  assert.deepEqual([custom.path, custom.n, custom._colour, custom._size], ["/__ptbe.gif", "pe10000001_bought", "red", "42"]);
  assert.equal(custom.k, undefined);
  assert.deepEqual([form.k, form.fi, form.fci, form.ft], ["19", "guid", "conversion", "EMBEDDED"]);
  assert.deepEqual([cta.k, cta.aij, cta.rfc], ["12", '["cta","place"]', "8"]);
});

test("clicks are events where a rule says so", () => {
  const page = new Browser().open(SHOP);
  page.push("trackClick", "#buy", "77");
  page.push("trackClick", ".try", "pe10000001_tried", { url: "https://www.shop.example/sho*" });
  page.push("trackClick", ".try", "78", { url: "https://www.shop.example/other" });
  const target = (selector) => ({ target: { closest: (asked) => asked === selector ? {} : null } });
  page.fire("mousedown", target("#buy"));
  page.fire("mousedown", target(".try"));
  page.fire("mousedown", { target: {} });
  assert.deepEqual(page.beacons.slice(1).map(({ path, n }) => [path, n]), [["/__ptq.gif", "77"], ["/__ptbe.gif", "pe10000001_tried"]]);
});

test("listeners hear who the visitor is, at once and later", () => {
  const heard = [];
  const page = new Browser().open(SHOP, { queue: [["addIdentityListener", (...given) => heard.push(given)]] });
  const { u, b, bfp, vi } = page.last;
  assert.deepEqual(heard, [[u, b, bfp]]);
  page.push("addUserTokenListener", (utk) => heard.push(utk));
  assert.equal(heard[1], vi);
  page.push("resetVisitorIdentity");
  assert.notEqual(heard[3], vi);
  page.push("trackPageView");
  assert.deepEqual([page.last.vi, page.last.rv], [heard[3], "1"]);
  page.push("trackPageView");
  assert.equal(page.last.rv, undefined);
});

test("functions in the queue get the tracker", () => {
  const queue = [(tracker) => tracker.setPageId(9)];
  const page = new Browser().open(SHOP, { queue });
  page.push("trackPageView");
  assert.equal(page.last.pi, "9");
});

test("nothing is thrown into the page", () => {
  const queue = [["nonsense"], null, undefined, 7, ["trackEvent"], ["trackClick"], () => { throw new Error("mine"); }];
  const page = new Browser().open(SHOP, { queue });
  page.push("setContentMetadata");
  page.window._hsq.push();
  const views = page.beacons.filter(({ k }) => k === "1");
  assert.equal(views.length, 1);
  assert.ok(page.beacons.some(({ path, m }) => path === "/__pto.gif" && m.includes("mine")));
});

test("a visitor who does not want to be tracked sends nothing at all", () => {
  const browser = new Browser();
  const page = browser.open(SHOP);
  page.push("doNotTrack");
  page.push("trackPageView");
  assert.equal(page.beacons.length, 1);
  assert.equal(browser.cookie("__hs_do_not_track"), "yes");
  assert.equal(browser.open(SHOP).beacons.length, 0);
  page.push("doNotTrack", { track: true });
  assert.equal(browser.open(SHOP).beacons.length, 1);
});

test("a browser that refuses cookies sends a view of nobody", () => {
  const page = new Browser({ refusesCookies: true }).open(SHOP);
  const { u, b, nc, vi } = page.last;
  assert.deepEqual({ u, b, nc }, { u: undefined, b: undefined, nc: "true" });
  assert.match(vi, /^[0-9a-f]{32}$/);
});

test("a frame in which cookies throw sends a view of nobody, and no error", () => {
  const page = new Browser({ throwsAtCookies: true }).open(SHOP);
  assert.deepEqual(page.beacons.map(({ path, k, u }) => [path, k, u]), [["/__ptq.gif", "1", undefined]]);
});

test("a cookie that somebody else wrote badly is as good as none", () => {
  const browser = new Browser();
  browser.cookies.push({ name: "__hstc", value: "%zz", raw: "%zz", domain: ".shop.example", expires: Infinity, attributes: [] });
  assert.match(browser.open(SHOP).last.u, HSTC);
});

test("the code runs once however often it is loaded, and waits until the page is there", () => {
  const page = new Browser().open(SHOP, { loading: true });
  assert.equal(page.beacons.length, 0);
  page.push("identify", { email: "ada@example.com" });
  page.fire("load");
  assert.deepEqual([page.beacons.length, page.last.i], [1, "email=ada%40example.com"]);
  page.fire("load");
  assert.equal(page.beacons.length, 1);
});

const ASKING = TRACKER.replace('["trackPageView"]', '["setConsentPolicy",1],["trackPageView"]');

test("without consent there are no cookies and no visitor; consent makes the page view the visitor's", () => {
  const browser = new Browser();
  const page = browser.open(SHOP, { code: ASKING });
  const { ce, u, b, pt, cc, nc } = page.last;
  assert.deepEqual({ ce, u, b, pt, cc, nc }, { ce: "false", u: undefined, b: undefined, pt: "1", cc: "1", nc: "true" });
  assert.equal(browser.cookies.length, 0);
  page.window._hsp.push(["setHubSpotConsent", { analytics: true, advertisement: false, functionality: true }]);
  assert.equal(page.beacons.length, 2);
  assert.deepEqual([page.last.k, page.last.cc, page.last.ce, page.last.vi], ["1", "11", undefined, browser.cookie("hubspotutk")]);
  assert.notEqual(page.last.vi, page.beacons[0].vi);
});

test("withdrawn consent takes the cookies away", () => {
  const browser = new Browser();
  browser.set("www.shop.example", "__hs_cookie_cat_pref=1%3Atrue%2C2%3Afalse%2C3%3Atrue; path=/");
  const page = browser.open(SHOP, { code: ASKING });
  assert.equal(page.last.cc, "11");
  page.push("revokeCookieConsent");
  assert.deepEqual(browser.visible("www.shop.example"), []);
  page.push("trackPageView");
  assert.deepEqual([page.last.ce, page.last.u], ["false", undefined]);
});

test("who revokes consent where nothing is asked is not tracked on the next pages either, until a page says otherwise", () => {
  const browser = new Browser();
  const page = browser.open(SHOP);
  page.push("setHubSpotConsent", { analytics: true });
  page.push("revokeCookieConsent");
  page.push("revokeCookieConsent");
  const left = browser.visible("www.shop.example").map(({ name, value, expires }) => [name, value, expires]);
  assert.deepEqual(left, [["__hs_opt_out", "yes", NOON + 180 * DAY]]);
  browser.now += DAY;
  const next = browser.open(SHOP);
  assert.deepEqual([next.last.ce, next.last.cc, next.last.u], ["false", "1", undefined]);
  assert.equal(browser.cookie("hubspotutk"), undefined);
  next.push("setHubSpotConsent", { analytics: true });
  assert.deepEqual([next.last.ce, next.last.vi], [undefined, browser.cookie("hubspotutk")]);
});

test("listeners hear of consent", () => {
  const heard = [];
  const listener = (consent) => heard.push([consent.allowed, consent.categories.analytics]);
  new Browser().open(SHOP, { privacy: [["addPrivacyConsentListener", listener]] });
  assert.deepEqual(heard, [[true, true]]);
  const page = new Browser().open(SHOP, { code: ASKING, privacy: [["addPrivacyConsentListener", listener]] });
  assert.equal(heard.length, 1);
  page.push("setHubSpotConsent", { analytics: false });
  assert.deepEqual(heard[1], [false, false]);
});

const TWO = TRACKER.replace('["trackPageView"]', '["addCookieDomain","shop.example"],["addCookieDomain","help.example"],["enableAutomaticLinker"],["trackPageView"]');

test("a link to another domain of the account takes the visitor along, in this browser only", () => {
  const browser = new Browser();
  const page = browser.open(SHOP, { code: TWO });
  const link = { href: "https://help.example/answer?x=1" };
  page.fire("click", { target: { closest: (asked) => asked === "a[href]" ? link : null } });
  const [once] = [link.href];
  page.fire("mousedown", { target: { closest: (asked) => asked === "a[href]" ? link : null } });
  assert.equal(link.href, once);
  assert.ok(link.href.startsWith("https://help.example/answer?x=1&__hstc="));
  const arrived = browser.open(link.href, { code: TWO });
  assert.equal(arrived.last.vi, page.last.vi);
  const stranger = new Browser({ agent: "Another browser" }).open(link.href, { code: TWO });
  assert.notEqual(stranger.last.vi, page.last.vi);
  const own = new Browser();
  const before = own.open("https://help.example/", { code: TWO }).last.vi;
  const returned = own.open(link.href, { code: TWO }).last;
  assert.deepEqual([returned.vi, returned.i], [before, `visitor=${page.last.vi}`]);
});

test("an address in the link identifies", () => {
  const page = new Browser().open("https://www.shop.example/?__hs_email=ada%40example.com");
  assert.equal(page.last.i, "email=ada%40example.com");
});

test("the tracking domain can be another", () => {
  const page = new Browser().open(SHOP, { queue: [["setTrackingDomain", "metrics.shop.example"]] });
  assert.equal(page.requests[0].url.host, "metrics.shop.example");
  assert.equal(new Browser().open(SHOP).requests[0].url.host, "t.example");
});

test("who wants to be tracked again is, from that moment", () => {
  const browser = new Browser();
  browser.open(SHOP).push("doNotTrack");
  const page = browser.open(SHOP);
  page.push("doNotTrack", { track: true });
  page.push("trackPageView");
  assert.deepEqual([page.beacons.length, page.last.vi], [1, browser.cookie("hubspotutk")]);
  assert.equal(page.last.u.split(".")[1], page.last.vi);
});


const expiry = (browser, name) => browser.cookies.find((cookie) => cookie.name === name).expires;

test("cookies live for as many days as the account says, from each visit on", () => {
  const browser = new Browser();
  const code = TRACKER.replace('["trackPageView"]', '["setCookieDays",30],["trackPageView"]');
  browser.open(SHOP, { code });
  assert.equal(expiry(browser, "__hstc"), NOON + 30 * DAY);
  browser.now += 10 * DAY;
  browser.open(SHOP, { code });
  assert.equal(expiry(browser, "__hstc"), NOON + 40 * DAY);
});

test("where visitors are asked, cookies live from the first visit on", () => {
  const browser = new Browser();
  browser.set("www.shop.example", "__hs_opt_out=no; path=/");
  browser.open(SHOP, { code: ASKING });
  browser.now += 100 * DAY;
  browser.open(SHOP, { code: ASKING });
  assert.equal(expiry(browser, "__hstc"), NOON + 180 * DAY);
  assert.equal(expiry(browser, "hubspotutk"), NOON + 180 * DAY);
});

test("a page that knows the visitor's token gives it", () => {
  const given = "f".repeat(32);
  const browser = new Browser();
  const first = browser.open(SHOP, { globals: { __hsUserToken: given } });
  assert.equal(first.last.vi, given);
  const other = new Browser();
  const own = other.open(SHOP).last.vi;
  const { vi, i } = other.open(SHOP, { globals: { __hsUserToken: given } }).last;
  assert.deepEqual([vi, i], [own, `visitor=${given}`]);
});

test("rules for clicks follow the path of a single-page application", () => {
  const page = new Browser().open(SHOP);
  page.push("trackClick", "#buy", "77", { url: "https://www.shop.example/cart" });
  const buy = { target: { closest: (asked) => asked === "#buy" ? {} : null } };
  page.fire("mousedown", buy);
  assert.equal(page.beacons.length, 1);
  page.push("setPath", "/cart?step=1");
  page.fire("mousedown", buy);
  assert.equal(page.last.n, "77");
});

test("a queue that is none disturbs nobody", () => {
  for (const queue of [{}, 7, "x", null]) {
    const page = new Browser().open(SHOP, { queue });
    assert.equal(page.window._hstc_ran, true);
  }
});
