/**
 * The seam for translations. Every text that people read passes through here, in English, which is also its key: what a language
 * does not have yet is shown in English. A language is a file of `src/locales`, loaded before the app starts, so that constants
 * may hold texts, too.
 */
type Values = Record<string, string | number>;

/** A translation; of texts that count something, one for each plural category of the language ("one", "few", "other"). */
type Translation = string | Partial<Record<Intl.LDMLPluralRule, string>>;

let language = "en";
let translations: Record<string, Translation> = {};

/** Speak a language from now on. */
export function speak(code: string, texts: Record<string, Translation>): void {
  language = code;
  translations = texts;
}

/** A text with its `{places}` filled: `t("Delete {name}?", { name })`. */
export function t(text: string, values: Values = {}): string {
  const found = translations[text];
  return fill(typeof found === "string" ? found : text, values);
}

/** A text that counts: `tn(count, "{count} record", "{count} records")`. The key of its translation is the second form. */
export function tn(count: number, one: string, other: string, values: Values = {}): string {
  const found = translations[other];
  const category = new Intl.PluralRules(language).select(count);
  const forms = typeof found === "object" ? found : { one, other };
  const text = forms[category] ?? forms.other ?? other;
  return fill(text, { count: count.toLocaleString(), ...values });
}

function fill(text: string, values: Values): string {
  return text.replace(/\{(\w+)\}/g, (place, name: string) => String(values[name] ?? place));
}
