/**
 * The seam for translations. Every text that people read passes through here, in English, which is also its key: what a language
 * does not have yet is shown in English.
 */
import { type Catalogue, language, locale, translations } from "./language";

export { locale };

type Values = Record<string, string | number>;

/** A text with its `{places}` filled: `t("Delete {name}?", { name })`. */
export function t(text: string, values: Values = {}): string {
  const found = translations[text];
  return fill(typeof found === "string" && found ? found : text, values);
}

/** A text that counts: `tn(count, "{count} record", "{count} records")`. The key of its translation is the second form. */
export function tn(count: number, one: string, other: string, values: Values = {}): string {
  return fill(counted(translations, language, count, one, other), {
    count: count.toLocaleString(locale),
    ...values,
  });
}

/** The form of a text for a number: by the plural rules of the language that it is in. */
export function counted(texts: Catalogue, code: string, count: number, one: string, other: string): string {
  const found = texts[other];
  if (typeof found !== "object" || !found.other)
    return new Intl.PluralRules("en").select(count) === "one" ? one : other;
  return found[new Intl.PluralRules(code).select(count)] || found.other;
}

/** A word like "Contacts" within a sentence: small, but in German, where nouns are not. */
export function noun(word: string): string {
  return language === "de" ? word : word.toLocaleLowerCase(locale);
}

function fill(text: string, values: Values): string {
  return text.replace(/\{(\w+)\}/g, (place, name: string) => String(values[name] ?? place));
}
