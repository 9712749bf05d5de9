import type { bodyOf } from "./search";

/** For tests: answers searches of one property as the server does: values in order, none last, equal ones by id. */
export function served(values: (number | null)[], spread = (id: number) => id) {
  const all = values.map((value, id) => ({ id: spread(id + 1), value }));
  const known = new Map<string, typeof all>();
  const found = ({ filterGroups, sorts }: ReturnType<typeof bodyOf>) => {
    const holds = ({ id, value }: (typeof all)[number]) =>
      (filterGroups[0]?.filters ?? []).every(({ propertyName, operator, value: given }) => {
        const own = propertyName === "hs_object_id" ? id : value;
        if (operator === "NOT_HAS_PROPERTY") return own === null;
        if (own === null) return false;
        const other = Number(given);
        return operator === "BETWEEN" ? own === other : operator === "GT" ? own > other : own < other;
      });
    const sign = sorts[0]?.direction === "DESCENDING" ? -1 : 1;
    const by = sorts[0]?.propertyName;
    return all.filter(holds).sort((one, other) => {
      if (by === "hs_object_id") return sign * (one.id - other.id);
      const none = Number(one.value === null) - Number(other.value === null);
      return none || sign * (Number(one.value) - Number(other.value)) || one.id - other.id;
    });
  };
  return (body: ReturnType<typeof bodyOf>) => {
    const key = JSON.stringify([body.filterGroups, body.sorts]);
    const hits = known.get(key) ?? found(body);
    known.set(key, hits);
    const start = Number(body.after ?? 0);
    const records = hits.slice(start, start + body.limit).map(({ id, value }) => ({
      id: String(id),
      properties: { amount: value === null ? null : String(value) },
    }));
    return {
      total: hits.length,
      records,
      after: start + body.limit < hits.length ? String(start + body.limit) : undefined,
    };
  };
}
