// A page in a browser, as far as the tracking code can see: cookies with domains and expiry, time, requests, clicks.
import { readFileSync } from "node:fs";
import vm from "node:vm";

export const TRACKER = readFileSync(process.env.HUBSTEAD_TRACKER, "utf-8");
export const NOON = Date.UTC(2026, 0, 1, 12);
export const MINUTE = 60_000;

/** The cookies and the time of one browser, over pages. */
export class Browser {
  constructor(options = {}) {
    this.now = NOON;
    this.cookies = [];
    this.throws = options.throwsAtCookies ?? false;
    this.refuses = options.refusesCookies ?? false;
    this.agent = options.agent ?? "Mozilla/5.0 Chrome/126.0";
  }

  cookie(name) {
    return this.visible("www.shop.example").find((cookie) => cookie.name === name)?.value;
  }

  visible(host) {
    return this.cookies.filter((cookie) => cookie.expires > this.now && `.${host}`.endsWith(cookie.domain));
  }

  set(host, text) {
    if (this.refuses) return;
    const [pair, ...attributes] = text.split("; ");
    const given = Object.fromEntries(attributes.map((attribute) => attribute.split("=")));
    const [name, value] = [pair.slice(0, pair.indexOf("=")), pair.slice(pair.indexOf("=") + 1)];
    const domain = given.domain ?? `.${host}`;
    if (!`.${host}`.endsWith(domain) || (given.domain && domain.split(".").length < 3)) return;
    this.cookies = this.cookies.filter((cookie) => cookie.name !== name || cookie.domain !== domain);
    const expires = given.expires ? Date.parse(given.expires) : Infinity;
    this.cookies.push({ name, value: decodeURIComponent(value), raw: value, domain, expires, attributes });
  }

  /** Open a page with the tracking code in it; `queue` is what the page pushed before. */
  open(url, options = {}) {
    return new Page(this, url, options);
  }
}

export class Page {
  constructor(browser, url, { referrer = "", queue = [], privacy = [], code = TRACKER, canonical, loading = false, globals = {} } = {}) {
    this.browser = browser;
    this.requests = [];
    this.errors = [];
    this.handlers = {};
    const location = new URL(url);
    const document = {
      characterSet: "UTF-8", title: "Shoes & more", referrer, readyState: loading ? "loading" : "complete",
      currentScript: { src: "https://t.example/analytics/0123456789abcdef/10000001.js" },
      getElementById: () => null,
      querySelector: () => canonical ? { href: canonical } : null,
      addEventListener: (name, handler) => this.on(name, handler),
      get cookie() {
        if (browser.throws) throw new Error("no cookies in this frame");
        return browser.visible(location.hostname).map((cookie) => `${cookie.name}=${cookie.raw}`).join("; ");
      },
      set cookie(text) {
        if (browser.throws) throw new Error("no cookies in this frame");
        browser.set(location.hostname, text);
      },
    };
    class Clock extends Date {
      constructor(...given) {
        super(...(given.length ? given : [browser.now]));
      }
      static now() {
        return browser.now;
      }
    }
    const window = {
      document, location, _hsq: queue, _hsp: privacy, Date: Clock, URL, URLSearchParams, Uint8Array, crypto,
      navigator: { userAgent: browser.agent, language: "de-DE", platform: "Linux", doNotTrack: null },
      screen: { width: 1920, height: 1080, colorDepth: 24 },
      console: { log: (...told) => this.errors.push(told) },
      fetch: async (address, options) => void this.requests.push({ url: new URL(address), options }),
      Image: class { set src(address) { page.requests.push({ url: new URL(address), options: "image" }); } },
      addEventListener: (name, handler) => this.on(name, handler),
      unescape, Request: { prototype: { keepalive: true } }, ...globals,
    };
    const page = this;
    window.window = window.top = window;
    this.window = window;
    vm.createContext(window);
    vm.runInContext(code, window);
  }

  on(name, handler) {
    (this.handlers[name] ??= []).push(handler);
  }

  fire(name, event = {}) {
    for (const handler of this.handlers[name] ?? []) handler(event);
  }

  push(...entry) {
    this.window._hsq.push(entry);
  }

  /** The parameters of every beacon so far, in order; `path` is the file. */
  get beacons() {
    return this.requests.map(({ url }) => ({ path: url.pathname, ...Object.fromEntries(url.searchParams) }));
  }

  get last() {
    return this.beacons.at(-1);
  }
}
