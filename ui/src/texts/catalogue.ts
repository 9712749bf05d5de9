import type { Catalogue, Translation } from "../shared/language";
import type { Text } from "./extract";

export interface Renewed {
  catalogue: Catalogue;
  /** The keys that came, and those that no source has any more. */
  added: string[];
  gone: string[];
  translated: number;
}

/** A catalogue with exactly the texts of the sources, in the order of the alphabet; what is not translated yet is "". */
export function renew(old: Catalogue, texts: readonly Text[], language: string): Renewed {
  const forms = new Intl.PluralRules(language).resolvedOptions().pluralCategories;
  const counting = new Set(texts.filter(({ one }) => one !== undefined).map(({ key }) => key));
  const keys = [...new Set(texts.map(({ key }) => key))].sort((a, b) => (a < b ? -1 : 1));
  const catalogue = Object.fromEntries(
    keys.map((key) => [key, counting.has(key) ? plural(old[key], forms) : single(old[key])]),
  );
  return {
    catalogue,
    added: keys.filter((key) => !(key in old)),
    gone: Object.keys(old).filter((key) => !(key in catalogue)),
    translated: Object.values(catalogue).filter(isComplete).length,
  };
}

function single(old: Translation | undefined): string {
  return typeof old === "string" ? old : (old?.other ?? "");
}

function plural(old: Translation | undefined, forms: Intl.LDMLPluralRule[]): Translation {
  const had = typeof old === "object" ? old : { other: old ?? "" };
  return Object.fromEntries(forms.map((form) => [form, had[form] ?? ""]));
}

function isComplete(translation: Translation): boolean {
  return typeof translation === "string" ? translation !== "" : Object.values(translation).every(Boolean);
}

/** The `{places}` of a translation that its text does not have, and the other way round; the number itself may stay unsaid. */
export function misplaced(key: string, translation: Translation): string[] {
  const free = typeof translation === "object" ? ["{count}"] : [];
  const said = (typeof translation === "string" ? [translation] : Object.values(translation)).filter(Boolean);
  return said.flatMap((text) => {
    const [wanted, has] = [places(key), places(text)];
    const wrong = [
      ...wanted.filter((each) => !has.includes(each)),
      ...has.filter((each) => !wanted.includes(each)),
    ];
    return wrong.filter((place) => !free.includes(place));
  });
}

function places(text: string): string[] {
  return text.match(/\{\w+\}/g) ?? [];
}
