import type { ObjectType } from "../crm/object-types";

/** How many of a type, as words: "3 contacts". */
export function counted(type: ObjectType, number: number): string {
  return `${number.toLocaleString()} ${(number === 1 ? type.singular : type.plural).toLowerCase()}`;
}
