import type { Property } from "../crm/definitions";
import type { ObjectType } from "../crm/object-types";

/** What becomes of a column: a property of a type, or nothing. */
export interface Target {
  typeId: string;
  property: string;
}
export type Mapping = (Target | null)[];
/** The properties of the types that are imported, by the types' ids. */
export type Known = ReadonlyMap<string, ReadonlyMap<string, Property>>;

export type Operation = "UPSERT" | "CREATE" | "UPDATE";
export type DateFormat = "DAY_MONTH_YEAR" | "MONTH_DAY_YEAR" | "YEAR_MONTH_DAY";
export const RECORD_ID = "hs_object_id";

export const keyOf = ({ typeId, property }: Target): string => `${typeId} ${property}`;

export function targetOf(key: string): Target {
  const [typeId = "", property = ""] = key.split(" ");
  return { typeId, property };
}

/** Names that people give to columns, by the property that they mean. */
const MEANT: Record<string, string[]> = {
  email: ["mail", "emailaddress", "mailaddress", "contactemail"],
  firstname: ["givenname", "forename", "first"],
  lastname: ["surname", "familyname", "last"],
  phone: ["telephone", "tel", "phoneno", "telephonenumber"],
  mobilephone: ["mobile", "cell", "cellphone"],
  name: ["company", "companyname", "organisation", "organization", "account"],
  company: ["company", "companyname", "organisation", "organization"],
  domain: ["website", "web", "url", "companydomain", "homepage"],
  website: ["web", "url", "homepage"],
  zip: ["postcode", "postalcode", "zipcode"],
  state: ["region", "province", "county"],
  jobtitle: ["position", "role", "title"],
  dealname: ["deal", "opportunity", "name"],
  amount: ["value", "dealvalue", "dealamount"],
  subject: ["ticket", "title", "ticketname"],
  hs_object_id: ["id", "recordid", "hubspotid", "objectid"],
};

const COMPANIES = "0-2";

const plain = (text: string): string => text.toLowerCase().replace(/[^\p{L}\p{N}]/gu, "");

export const isWritable = (property: Property): boolean =>
  property.name === RECORD_ID || (!property.modificationMetadata.readOnlyValue && !property.calculated);

/** What the columns probably are: by their names first, then by what is in them. Each property is taken once. */
export function suggest(header: string[], rows: string[][], types: ObjectType[], known: Known): Mapping {
  const taken = new Set<string>();
  const take = (target: Target | undefined): Target | null => {
    if (!target || taken.has(keyOf(target))) return null;
    taken.add(keyOf(target));
    return target;
  };
  const byName = header.map((name) => take(namedLike(name, types, known)));
  return header.map(
    (_, place) =>
      byName[place] ??
      take(
        lookingLike(
          rows.map((row) => row[place] ?? ""),
          types,
          known,
        ),
      ),
  );
}

function namedLike(name: string, types: ObjectType[], known: Known): Target | undefined {
  const wanted = plain(name);
  if (!wanted) return undefined;
  const ofCompany = ["name", "domain"].find((property) => (MEANT[property] ?? []).includes(wanted));
  if (ofCompany && types.length > 1 && types.some(({ id }) => id === COMPANIES))
    return { typeId: COMPANIES, property: ofCompany };
  for (const fits of [
    (property: Property) => plain(property.name) === wanted || plain(property.label) === wanted,
    (property: Property) => (MEANT[property.name] ?? []).includes(wanted),
  ])
    for (const { id, singular } of types)
      for (const property of known.get(id)?.values() ?? [])
        if (isWritable(property) && (fits(property) || plain(singular) + plain(property.label) === wanted))
          return { typeId: id, property: property.name };
  return undefined;
}

const LOOKS: [RegExp, string][] = [
  [/^[^\s@]+@[^\s@]+\.[^\s@]+$/, "email"],
  [/^(https?:\/\/)?[\w-]+(\.[\w-]+)*\.[a-z]{2,}\/?$/i, "domain"],
  [/^\+[\d ()/-]{7,}$/, "phone"],
];

function lookingLike(values: string[], types: ObjectType[], known: Known): Target | undefined {
  const given = values.map((value) => value.trim()).filter(Boolean);
  if (given.length < 2) return undefined;
  const [, property] =
    LOOKS.find(([look]) => given.filter((value) => look.test(value)).length > given.length * 0.8) ?? [];
  const type = property && types.find(({ id }) => known.get(id)?.has(property));
  return property && type ? { typeId: type.id, property } : undefined;
}

/** The form that dates in these columns have; `undefined` where they do not tell. */
export function dateFormatOf(values: string[]): DateFormat | undefined {
  for (const value of values) {
    const [, first = "", second = ""] = /^(\d{1,4})[-/.](\d{1,2})[-/.]\d{1,4}/.exec(value.trim()) ?? [];
    if (first.length === 4) continue; // is read in any form
    if (Number(first) > 12 && first) return "DAY_MONTH_YEAR";
    if (Number(second) > 12) return "MONTH_DAY_YEAR";
  }
  return undefined;
}

/** The properties of a type by which rows may find its records, of those that are mapped. */
export function identifiers(typeId: string, mapping: Mapping, known: Known): Property[] {
  return mapping.flatMap((target) => {
    const property = target?.typeId === typeId ? known.get(typeId)?.get(target.property) : undefined;
    return property && isIdentifier(typeId, property) ? [property] : [];
  });
}

export function isIdentifier(typeId: string, { name, hasUniqueValue }: Property): boolean {
  return (
    hasUniqueValue ||
    name === RECORD_ID ||
    (typeId === "0-1" && name === "email") ||
    (typeId === COMPANIES && name === "domain")
  );
}
