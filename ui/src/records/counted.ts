import type { ObjectType } from "../crm/object-types";
import { locale } from "../shared/texts";

/** How many of a type, as words: "3 contacts". */
export function counted(type: ObjectType, number: number): string {
  return `${number.toLocaleString(locale)} ${(number === 1 ? type.singular : type.plural).toLowerCase()}`;
}
