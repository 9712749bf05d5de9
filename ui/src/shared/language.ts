/**
 * The language of the app: the person's choice, which the server keeps and this browser remembers, else the first of the browser's that the app speaks, else English.
 * A language is a file of `src/texts`. Its texts are kept in the browser, so that they are here before the first module asks and
 * constants may hold texts, too: what is new holds from the next load of the page on.
 */

/** A translation, "" while there is none; of texts that count something, one for each plural category ("one", "few", "other"). */
export type Translation = string | Partial<Record<Intl.LDMLPluralRule, string>>;
export type Catalogue = Record<string, Translation>;

const KEY = "hubstead language";
const catalogues = import.meta.glob<Catalogue>("../texts/*.json", { import: "default" });
/** What HubSpot's standard properties, their groups and options are called, by their English labels. */
const names = import.meta.glob<Record<string, string>>("../texts/labels/*.json", { import: "default" });

/** The codes of all languages: `en`, `de`. */
export const LANGUAGES = ["en", ...Object.keys(catalogues).map((path) => path.slice(9, -5))];

/** The first language of a browser that is one of the app's. */
export function fitting(wanted: readonly string[], spoken: readonly string[]): string | undefined {
  return wanted.map((tag) => tag.split("-")[0] ?? "").find((code) => spoken.includes(code));
}

const inBrowser = typeof document !== "undefined";
const wanted = inBrowser ? navigator.languages : ["en"];

/** What the person chose, as far as this browser knows; "" where nothing. */
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
export async function chooseLanguage(code: string): Promise<void> {
  await keep(code);
  window.location.reload();
}

/** Keeps what the person chose in another browser; says whether that is news, which the next load of the page speaks. */
export async function speak(code: string): Promise<boolean> {
  if (code === chosenLanguage() || (code && !LANGUAGES.includes(code))) return false;
  try {
    await keep(code);
    return true;
  } catch {
    // A browser that keeps nothing speaks its own language.
    return false;
  }
}

async function keep(code: string): Promise<void> {
  if (code) localStorage.setItem(KEY, code);
  else localStorage.removeItem(KEY);
  const next = code || (fitting(wanted, LANGUAGES) ?? "en");
  if (next !== "en") await fetchTexts(next);
}

const TEXTS = "hubstead texts";

interface Kept {
  code: string;
  texts: Catalogue;
  labels?: Record<string, string>;
}

function keptTexts(): Kept | null {
  try {
    return inBrowser ? (JSON.parse(localStorage.getItem(TEXTS) ?? "null") as Kept | null) : null;
  } catch {
    // A browser that keeps nothing is spoken to in English.
    return null;
  }
}

/** Keeps the texts of a language for the next load of the page; says whether they are other ones than before. */
async function fetchTexts(code: string): Promise<boolean> {
  const texts = await catalogues[`../texts/${code}.json`]?.();
  const labels = await names[`../texts/labels/${code}.json`]?.();
  const text = JSON.stringify({ code, texts, labels });
  if (!texts || localStorage.getItem(TEXTS) === text) return false;
  localStorage.setItem(TEXTS, text);
  return true;
}

const asked = chosenLanguage() || (fitting(wanted, LANGUAGES) ?? "en");
const kept = keptTexts();
const isHere = asked !== "en" && kept?.code === asked;

/** What is spoken on this page: English until the texts of another language are here. */
export const language = isHere ? asked : "en";

/** How numbers and dates are written: as where the browser says the person is, if people speak the language there. */
export const locale = wanted.find((tag) => fitting([tag], [language])) ?? language;

export const translations: Catalogue = isHere ? kept.texts : {};

/** By English labels of standard properties; empty in English. */
export const labels: Readonly<Record<string, string>> = (isHere && kept.labels) || {};

if (inBrowser) document.documentElement.lang = language;

/** Fetches the texts of the language that is asked for: for the next load, or, where none were here, for one at once. */
export async function renewTexts(): Promise<void> {
  if (asked === "en") return;
  try {
    if ((await fetchTexts(asked)) && !isHere) window.location.reload();
  } catch {
    // Without room for them, or without their file, the app goes on as it is.
  }
}
