import { keepPreviousData, queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";

import { saveValues } from "../crm/change";
import type { CrmRecord } from "../crm/record";
import { type Filter, type FilterGroup, search } from "../crm/search";
import { inTurn, isLast } from "../shared/in-turn";
import { notifyFailure } from "../shared/notify";
import { t } from "../shared/texts";
import { dayIn, movedTo } from "./days";

/** A task or a meeting, at a moment (ISO 8601). */
export interface Item {
  id: string;
  kind: "tasks" | "meetings";
  title: string;
  at: string;
  end: string | null;
  done: boolean;
  owner: string;
}

export const TYPE_IDS = { tasks: "0-27", meetings: "0-47" } as const;
/** How many of a kind are read at most for a view. */
const MOST = 1_000;

interface Wanted {
  kinds: Item["kind"][];
  from: number;
  until: number;
  owner: string;
}

/** What lies between two moments (ms), by time; of an owner, or of everybody where that is "". */
export function calendarQuery(wanted: Wanted) {
  return queryOptions({
    queryKey: ["calendar", wanted],
    placeholderData: keepPreviousData,
    queryFn: async ({ signal }) => {
      const found = await Promise.all(wanted.kinds.map((kind) => itemsOf(kind, wanted, signal)));
      return found.flat().sort((one, two) => one.at.localeCompare(two.at));
    },
  });
}

async function itemsOf(kind: Item["kind"], wanted: Wanted, signal: AbortSignal): Promise<Item[]> {
  const asked = {
    words: "",
    groups: kind === "tasks" ? [within("hs_timestamp", wanted)] : meetingsWithin(wanted),
    sort: { property: "hs_timestamp", descending: false },
    properties: kind === "tasks" ? TASK : MEETING,
  };
  const items: Item[] = [];
  let page = await search(kind, asked, {}, signal);
  items.push(...page.records.map((record) => itemOf(kind, record)));
  while (page.next && items.length < MOST) {
    page = await search(kind, asked, page.next, signal);
    items.push(...page.records.map((record) => itemOf(kind, record)));
  }
  return items;
}

const TASK = ["hs_task_subject", "hs_task_status", "hs_timestamp", "hubspot_owner_id"];
const MEETING = [
  "hs_meeting_title",
  "hs_meeting_outcome",
  "hs_meeting_start_time",
  "hs_meeting_end_time",
  "hs_timestamp",
  "hubspot_owner_id",
];

function within(property: string, { from, until, owner }: Wanted): FilterGroup {
  const between: Filter = {
    propertyName: property,
    operator: "BETWEEN",
    value: String(from),
    highValue: String(until - 1),
  };
  return owner
    ? { filters: [between, { propertyName: "hubspot_owner_id", operator: "EQ", value: owner }] }
    : { filters: [between] };
}

/** By their start; those that say none, by their moment. */
function meetingsWithin(wanted: Wanted): FilterGroup[] {
  const none: Filter = { propertyName: "hs_meeting_start_time", operator: "NOT_HAS_PROPERTY" };
  const { filters } = within("hs_timestamp", wanted);
  return [within("hs_meeting_start_time", wanted), { filters: [...filters, none] }];
}

function itemOf(kind: Item["kind"], { id, properties }: CrmRecord): Item {
  const task = kind === "tasks";
  return {
    id,
    kind,
    title:
      (task ? properties.hs_task_subject : properties.hs_meeting_title) ||
      (task ? t("Task {id}", { id }) : t("Meeting {id}", { id })),
    at: iso((!task && properties.hs_meeting_start_time) || properties.hs_timestamp || ""),
    end: task ? null : iso(properties.hs_meeting_end_time ?? "") || null,
    done: task
      ? properties.hs_task_status === "COMPLETED"
      : ["COMPLETED", "CANCELED", "NO_SHOW"].includes(properties.hs_meeting_outcome ?? ""),
    owner: properties.hubspot_owner_id ?? "",
  };
}

/** One spelling of moments, so that they sort as texts. */
function iso(moment: string): string {
  return moment && !Number.isNaN(Date.parse(moment)) ? new Date(moment).toISOString() : "";
}

/** Moves an item to another day, at the same time of the account's clock: at once, and back where the server refuses. */
export function useMoveToDay(zone: string) {
  const client = useQueryClient();
  return useMutation({
    ...inTurn("calendar"),
    mutationFn: ({ item, day }: { item: Item; day: string }) => {
      const { at, end } = moved(item, day, zone);
      const properties =
        item.kind === "tasks"
          ? { hs_timestamp: at }
          : { hs_timestamp: at, hs_meeting_start_time: at, ...(end && { hs_meeting_end_time: end }) };
      return saveValues(item.kind, item.id, properties);
    },
    onMutate: async ({ item, day }) => {
      await client.cancelQueries({ queryKey: ["calendar"] });
      const before = client.getQueriesData<Item[]>({ queryKey: ["calendar"] });
      client.setQueriesData<Item[]>({ queryKey: ["calendar"] }, (items) =>
        items?.map((each) => (same(each, item) ? moved(each, day, zone) : each)),
      );
      return before;
    },
    onError: (error, _, before) => {
      for (const [key, items] of before ?? []) client.setQueryData(key, items);
      notifyFailure(t("Not moved"), error);
    },
    onSettled: () => isLast(client, "calendar") && client.invalidateQueries({ queryKey: ["calendar"] }),
  });
}

function same(one: Item, two: Item): boolean {
  return one.id === two.id && one.kind === two.kind;
}

/** The item on another day; a meeting keeps its length. */
export function moved(item: Item, day: string, zone: string): Item {
  if (dayIn(item.at, zone) === day) return item;
  const at = movedTo(item.at, day, zone);
  const end = item.end && new Date(Date.parse(item.end) + Date.parse(at) - Date.parse(item.at)).toISOString();
  return { ...item, at, end };
}
