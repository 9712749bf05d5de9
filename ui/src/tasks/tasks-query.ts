import { keepPreviousData, queryOptions } from "@tanstack/react-query";

import { api, data } from "../api/client";
import { CONTACTS } from "../crm/object-types";
import { type CrmRecord, titleOf, titleProperties } from "../crm/record";
import { type Filter, search, type Sort } from "../crm/search";

export type Pile = "due" | "later" | "done";

export interface Person {
  id: string;
  name: string;
}

export interface TaskList {
  total: number;
  tasks: CrmRecord[];
  /** By task id: the contact that it is about. */
  people: ReadonlyMap<string, Person>;
}

const SHOWN = ["hs_task_subject", "hs_task_body", "hs_task_status", "hs_task_priority", "hs_timestamp"];

/** The tasks of an owner, or of everybody where that is "". `until` is the end of today in ms. */
export function tasksQuery(pile: Pile, owner: string, until: number) {
  return queryOptions({
    queryKey: ["tasks", pile, owner, until],
    placeholderData: keepPreviousData,
    queryFn: async ({ signal }): Promise<TaskList> => {
      const wanted = {
        words: "",
        groups: [{ filters: filtersOf(pile, owner, until) }],
        sort: sortOf(pile),
        properties: [...SHOWN, "hubspot_owner_id"],
      };
      const { total, records } = await search("tasks", wanted, {}, signal);
      return { total, tasks: records, people: await peopleOf(records.map(({ id }) => id)) };
    },
  });
}

export function filtersOf(pile: Pile, owner: string, until: number): Filter[] {
  const filter = (propertyName: string, operator: Filter["operator"], value: string): Filter => ({
    propertyName,
    operator,
    value,
  });
  const status = filter("hs_task_status", pile === "done" ? "EQ" : "NEQ", "COMPLETED");
  return [
    status,
    ...(pile === "due" ? [filter("hs_timestamp", "LTE", String(until))] : []),
    ...(pile === "later" ? [filter("hs_timestamp", "GT", String(until))] : []),
    ...(owner ? [filter("hubspot_owner_id", "EQ", owner)] : []),
  ];
}

/** What has waited longest comes first; of what is done, what was done last. */
function sortOf(pile: Pile): Sort {
  return pile === "done"
    ? { property: "hs_lastmodifieddate", descending: true }
    : { property: "hs_timestamp", descending: false };
}

async function peopleOf(tasks: string[]): Promise<Map<string, Person>> {
  if (tasks.length === 0) return new Map();
  const path = { fromObjectType: "tasks", toObjectType: "contacts" };
  const links = await data(
    api.POST("/crm/v4/associations/{fromObjectType}/{toObjectType}/batch/read", {
      params: { path },
      body: { inputs: tasks.map((id) => ({ id })) },
    }),
  );
  const contactOf = new Map(
    links.results.flatMap(({ from, to }) => (to[0] ? [[from.id, String(to[0].toObjectId)] as const] : [])),
  );
  if (contactOf.size === 0) return new Map();
  const contacts = await data(
    api.POST("/crm/v3/objects/{objectType}/batch/read", {
      params: { path: { objectType: "contacts" } },
      body: {
        inputs: [...new Set(contactOf.values())].map((id) => ({ id })),
        properties: titleProperties(CONTACTS),
      },
    }),
  );
  const names = new Map(
    (contacts.results as CrmRecord[]).map((record) => [
      record.id,
      titleOf(CONTACTS, record.properties, record.id),
    ]),
  );
  return new Map(
    [...contactOf].flatMap(([task, id]) =>
      names.has(id) ? [[task, { id, name: names.get(id) ?? "" }]] : [],
    ),
  );
}
