import { keepPreviousData, useQuery } from "@tanstack/react-query";

import { api, data } from "../api/client";
import type { ObjectType } from "./object-types";
import type { CrmRecord } from "./record";

const AT_ONCE = 100;
const NONE: CrmRecord[] = [];

/** Records by id, in the order of the ids; those that the person does not see are left out. */
export async function recordsByIds(
  type: ObjectType,
  ids: string[],
  properties: string[],
): Promise<CrmRecord[]> {
  const found = new Map<string, CrmRecord>();
  for (let start = 0; start < ids.length; start += AT_ONCE) {
    const inputs = ids.slice(start, start + AT_ONCE).map((id) => ({ id }));
    const params = { path: { objectType: type.name } };
    const page = await data(
      api.POST("/crm/v3/objects/{objectType}/batch/read", { params, body: { inputs, properties } }),
    );
    for (const record of page.results as CrmRecord[]) found.set(record.id, record);
  }
  return ids.flatMap((id) => found.get(id) ?? []);
}

export function useRecordsByIds(type: ObjectType, ids: string[], properties: string[]): CrmRecord[] {
  const query = useQuery({
    queryKey: ["records by id", type.name, ids, properties],
    enabled: ids.length > 0,
    placeholderData: keepPreviousData,
    queryFn: () => recordsByIds(type, ids, properties),
  });
  return ids.length > 0 ? (query.data ?? NONE) : NONE;
}
