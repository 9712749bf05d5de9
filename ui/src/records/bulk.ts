import { api, data } from "../api/client";
import type { CrmRecord, Values } from "../crm/record";
import type { Place, Search } from "../crm/search";
import { restoreBatch } from "../crm/restore";
import { search } from "../crm/search";
import { t } from "../shared/texts";
import type { Act } from "./batches";

/** Of each changed record, the values before and after: what taking back needs. */
export type Kept = Map<string, { before: Values; after: Values }>;

interface Answer {
  results: unknown[];
  errors?: { message: string }[];
}

const reasons = (answer: Answer) => (answer.errors ?? []).map(({ message }) => message);
const idsOf = (answer: Answer) => (answer.results as CrmRecord[]).map(({ id }) => id);

/** Sets values, and remembers in `kept` which ones stood there. */
export function changing(type: string, given: Record<string, string>, kept: Kept): Act {
  const names = Object.keys(given);
  return async (ids) => {
    const before = new Map((await read(type, ids, names)).map((record) => [record.id, record.properties]));
    const answer = await update(
      type,
      ids.map((id) => ({ id, properties: given })),
    );
    for (const { id, properties } of answer.results as CrmRecord[])
      kept.set(id, { before: of(names, before.get(id)), after: of(names, properties) });
    return { done: idsOf(answer), refused: reasons(answer) };
  };
}

/** Puts back the values that stood there. A record whose values somebody changed meanwhile is left as it is. */
export function puttingBack(type: string, kept: Kept): Act {
  return async (ids) => {
    const names = Object.keys(kept.get(ids[0] ?? "")?.after ?? {});
    const now = await read(type, ids, names);
    const same = now.filter(({ id, properties }) => equal(of(names, properties), kept.get(id)?.after ?? {}));
    const inputs = same.map(({ id }) => ({ id, properties: kept.get(id)?.before ?? {} }));
    const answer = inputs.length > 0 ? await update(type, inputs) : { results: [] };
    const gone = Array<string>(ids.length - now.length).fill(t("It is gone meanwhile."));
    const changed = Array<string>(now.length - same.length).fill(
      t("Somebody changed it meanwhile; it was left as it is."),
    );
    return { done: idsOf(answer), refused: [...reasons(answer), ...gone, ...changed] };
  };
}

export function archiving(type: string): Act {
  return async (ids) => {
    const params = { path: { objectType: type } };
    const body = { inputs: ids.map((id) => ({ id })) };
    await data(api.POST("/crm/v3/objects/{objectType}/batch/archive", { params, body }));
    return { done: ids, refused: [] };
  };
}

export function restoring(type: string): Act {
  return async (ids) => {
    const answer = await restoreBatch(type, ids);
    return { done: idsOf(answer), refused: reasons(answer) };
  };
}

/** Puts records into a list; those that were in it before are not counted, and stay when it is taken back. */
export function adding(listId: string): Act {
  return async (ids) => {
    const params = { path: { listId } };
    const answer = await data(api.PUT("/crm/v3/lists/{listId}/memberships/add", { params, body: ids }));
    const { recordsIdsAdded = [], recordIdsMissing = [] } = answer as Record<string, string[] | undefined>;
    const done = recordsIdsAdded.map(String);
    const known = ids.length - done.length - recordIdsMissing.length;
    return {
      done,
      refused: [
        ...recordIdsMissing.map(() => t("It is gone meanwhile.")),
        ...Array<string>(known).fill(t("It was in the list already.")),
      ],
    };
  };
}

export function takingOut(listId: string): Act {
  return async (ids) => {
    const params = { path: { listId } };
    await data(api.PUT("/crm/v3/lists/{listId}/memberships/remove", { params, body: ids }));
    return { done: ids, refused: [] };
  };
}

const AT_ONCE = 200;

/** The ids of all records that fit, however many. `cut`: more fit than can be reached. */
export async function allIds(
  type: string,
  wanted: Search,
  progress: (done: number, total: number) => void,
  signal: AbortSignal,
): Promise<{ ids: string[]; cut: boolean }> {
  const ids = new Set<string>();
  let total: number | undefined;
  let cut = false;
  for (let place: Place | null = {}; place;) {
    const page = await search(type, { ...wanted, sort: null, properties: [], limit: AT_ONCE }, place, signal);
    for (const { id } of page.records) ids.add(id);
    total ??= page.total;
    progress(ids.size, Math.max(total, ids.size));
    cut = page.cut ?? false;
    place = page.next;
  }
  return { ids: [...ids], cut };
}

async function read(type: string, ids: string[], properties: string[]): Promise<CrmRecord[]> {
  const params = { path: { objectType: type } };
  const body = { inputs: ids.map((id) => ({ id })), properties };
  const answer = await data(api.POST("/crm/v3/objects/{objectType}/batch/read", { params, body }));
  return answer.results;
}

/** Each input has a trace id: then each is refused alone, not the batch with it. */
async function update(type: string, inputs: { id: string; properties: Values }[]): Promise<Answer> {
  const params = { path: { objectType: type } };
  const body = { inputs: inputs.map((input) => ({ ...input, objectWriteTraceId: input.id })) };
  return data(api.POST("/crm/v3/objects/{objectType}/batch/update", { params, body }));
}

function of(names: string[], values: Values | undefined): Values {
  return Object.fromEntries(names.map((name) => [name, values?.[name] ?? ""]));
}

function equal(one: Values, other: Values): boolean {
  return Object.entries(one).every(([name, value]) => value === other[name]);
}
