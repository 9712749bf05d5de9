/**
 * The language of the app: the person's choice in this browser, else the first of the browser's that the app speaks, else English.
 * A language is a file of `src/texts`. This module is done when its texts are here, and whoever imports it waits, so that
 * constants may hold texts, too: another choice holds from the next load of the page on.
 */

/** A translation, "" while there is none; of texts that count something, one for each plural category ("one", "few", "other"). */
export type Translation = string | Partial<Record<Intl.LDMLPluralRule, string>>;
export type Catalogue = Record<string, Translation>;

const KEY = "hubstead language";
const catalogues = import.meta.glob<Catalogue>("../texts/*.json", { import: "default" });

/** The codes of all languages: `en`, `de`. */
export const LANGUAGES = ["en", ...Object.keys(catalogues).map((path) => path.slice(9, -5))];

/** The first language of a browser that is one of the app's. */
export function fitting(wanted: readonly string[], spoken: readonly string[]): string | undefined {
  return wanted.map((tag) => tag.split("-")[0] ?? "").find((code) => spoken.includes(code));
}

const inBrowser = typeof document !== "undefined";
const wanted = inBrowser ? navigator.languages : ["en"];

/** What the person chose in this browser; "" where nothing. */
export function chosenLanguage(): string {
  try {
    const kept = inBrowser ? (localStorage.getItem(KEY) ?? "") : "";
    return LANGUAGES.includes(kept) ? kept : "";
  } catch {
    // A browser that keeps nothing speaks its own language.
    return "";
  }
}

/** Keeps a choice, "" to follow the browser, and loads the page anew in it. */
export function chooseLanguage(code: string): void {
  if (code) localStorage.setItem(KEY, code);
  else localStorage.removeItem(KEY);
  window.location.reload();
}

export const language = chosenLanguage() || (fitting(wanted, LANGUAGES) ?? "en");

/** How numbers and dates are written: as where the browser says the person is, if people speak the language there. */
export const locale = wanted.find((tag) => fitting([tag], [language])) ?? language;

/** Without its file, which may be gone after an update of the server, the app still speaks English. */
export const translations: Catalogue =
  (await catalogues[`../texts/${language}.json`]?.().catch(() => undefined)) ?? {};

if (inBrowser) document.documentElement.lang = language;
