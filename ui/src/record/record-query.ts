import { queryOptions } from "@tanstack/react-query";

import { api, data } from "../api/client";
import { Failure } from "../api/failure";
import type { CrmRecord } from "../crm/record";
import { t } from "../shared/texts";

export interface Version {
  value: string;
  timestamp: string;
  sourceType: string;
  sourceId?: string;
  updatedByUserId?: number;
}

/** A record with these properties. */
export function recordQuery(type: string, id: string, properties: string[]) {
  return queryOptions({
    queryKey: ["record", type, id],
    queryFn: async (): Promise<CrmRecord> => {
      const body = { inputs: [{ id }], properties };
      const path = { objectType: type };
      const answer = await data(
        api.POST("/crm/v3/objects/{objectType}/batch/read", { params: { path }, body }),
      );
      const found = answer.results[0] as CrmRecord | undefined;
      if (!found)
        throw new Failure(404, t("This record does not exist, was archived, or you may not see it."));
      return found;
    },
  });
}

/** The earlier values of properties of a record, by property, newest first. */
export function historyQuery(type: string, id: string, properties: string[]) {
  return queryOptions({
    queryKey: ["history", type, id, properties],
    queryFn: async (): Promise<Record<string, Version[]>> => {
      const body = { inputs: [{ id }], propertiesWithHistory: properties, properties: [] };
      const path = { objectType: type };
      const answer = await data(
        api.POST("/crm/v3/objects/{objectType}/batch/read", { params: { path }, body }),
      );
      return answer.results[0]?.propertiesWithHistory ?? {};
    },
  });
}
