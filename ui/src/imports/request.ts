import type { ObjectType } from "../crm/object-types";
import { type DateFormat, identifiers, type Known, type Mapping, type Operation, RECORD_ID } from "./mapping";
import type { Table } from "./table-of";

/** How rows are read and find records: by type id. */
export interface Ways {
  operations: Record<string, Operation>;
  keys: Record<string, string>;
  dates?: DateFormat;
  timeZone: string;
}

interface Given {
  name: string;
  file: string;
  table: Table;
  mapping: Mapping;
  types: ObjectType[];
  known: Known;
  ways: Ways;
  dates: DateFormat;
  list: boolean;
}

/** The property by which rows find the records of a type: the one chosen, else the record id, else the first there is. */
export function keyOfType(typeId: string, mapping: Mapping, known: Known, ways: Ways): string {
  const all = identifiers(typeId, mapping, known).map(({ name }) => name);
  const chosen = ways.keys[typeId];
  if (chosen !== undefined && all.includes(chosen)) return chosen;
  return all.includes(RECORD_ID) ? RECORD_ID : (all[0] ?? "");
}

/** The `importRequest` of the API. Every column is named, in order; those that are left out are ignored. */
export function requestOf({ name, file, table, mapping, types, known, ways, dates, list }: Given) {
  const used = types.filter(({ id }) => mapping.some((target) => target?.typeId === id));
  const keys = new Map(used.map(({ id }) => [id, keyOfType(id, mapping, known, ways)]));
  const columnMappings = table.header.map((columnName, place) => {
    const target = mapping[place];
    if (!target) return { columnName, ignored: true };
    const column = { columnName, columnObjectTypeId: target.typeId, propertyName: target.property };
    if (target.property === RECORD_ID) return { ...column, columnType: "HUBSPOT_OBJECT_ID" };
    return keys.get(target.typeId) === target.property
      ? { ...column, columnType: "HUBSPOT_ALTERNATE_ID" }
      : column;
  });
  return {
    name,
    importOperations: Object.fromEntries(used.map(({ id }) => [id, ways.operations[id] ?? "UPSERT"])),
    dateFormat: dates,
    timeZone: ways.timeZone,
    createContactListFromImport: list,
    files: [
      {
        fileName: file,
        fileFormat: /\.xlsx?$/i.test(file) ? "SPREADSHEET" : "CSV",
        fileImportPage: { hasHeader: true, columnMappings },
      },
    ],
  };
}
