import type { Filter } from "../crm/search";

/** A filter as it is being filled in. */
export interface Draft {
  property: string;
  operator: string;
  values: string[];
  high: string;
}

export function draftOf(filter: Filter): Draft {
  const single = filter.value == null ? [] : [String(filter.value)];
  const values = (filter.values ?? []).map(String);
  const high = filter.highValue == null ? "" : String(filter.highValue);
  return {
    property: filter.propertyName,
    operator: filter.operator,
    values: values.length ? values : single,
    high,
  };
}

export function filterOf(draft: Draft): Filter {
  const filter = { propertyName: draft.property, operator: draft.operator };
  if (draft.operator === "IN" || draft.operator === "NOT_IN") return { ...filter, values: draft.values };
  if (draft.operator === "BETWEEN") return { ...filter, value: draft.values[0] ?? "", highValue: draft.high };
  return draft.values[0] === undefined ? filter : { ...filter, value: draft.values[0] };
}
