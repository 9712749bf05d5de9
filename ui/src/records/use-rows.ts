import { hashKey, useQueries, useQueryClient } from "@tanstack/react-query";
import { useEffect, useMemo, useRef, useState } from "react";

import type { ObjectType } from "../crm/object-types";
import type { orderOf } from "../crm/order";
import type { CrmRecord } from "../crm/record";
import { PAGE, search } from "../crm/search";
import type { useRecords } from "./records-query";

/** So many pages away from what is in sight, records are forgotten. */
const FAR = 20;
/** How long a person stays somewhere, in ms, before what stands there is asked for. */
const STAYS = 80;
/** So many rows are loaded before they come into sight. */
const AHEAD = 60;

/** The records in sight, by their number, and what went wrong with them; one that is not loaded yet is undefined. */
export function useRows(
  type: ObjectType,
  found: ReturnType<typeof useRecords>,
  first: number,
  last: number,
): { at: (index: number) => CrmRecord | undefined; error: unknown } {
  const client = useQueryClient();
  const { key, wanted, count, data, isPlaceholderData } = found;
  const hash = hashKey(key);
  const order = useMemo(
    () => orderSoon(wanted, (wanted, place, signal) => search(type.name, wanted, place, signal)),
    // The same search is another object each time; where others came or went, all stand elsewhere.
    [hash, count], // eslint-disable-line react-hooks/exhaustive-deps
  );
  const [from, to] = useStay(
    Math.floor(Math.max(0, first - AHEAD) / PAGE),
    Math.floor(Math.max(0, Math.min(count - 1, last + AHEAD)) / PAGE),
  );
  useEffect(() => {
    client.removeQueries({
      queryKey: key,
      type: "inactive",
      predicate: ({ queryKey }) => {
        const page = queryKey.at(-1) as number;
        return page > 0 && (page < from - FAR || page > to + FAR);
      },
    });
  }, [from, to, hash]); // eslint-disable-line react-hooks/exhaustive-deps
  const numbers = Array.from({ length: to - from + 1 }, (_, place) => from + place).filter(Boolean);
  const pages = useQueries({
    queries: numbers.map((page) => ({
      queryKey: [...key, page],
      queryFn: async ({ signal }: { signal: AbortSignal }) => ({
        records: await (await order())(page * PAGE, PAGE, signal),
      }),
      enabled: !isPlaceholderData,
    })),
  });
  const at = (index: number) => {
    const page = Math.floor(index / PAGE);
    const held = page === 0 ? data : pages[numbers.indexOf(page)]?.data;
    return held?.records[index % PAGE];
  };
  return { at, error: pages.find(({ error }) => error)?.error };
}

/** What reads behind the first page is loaded when that is needed. */
function orderSoon(...given: Parameters<typeof orderOf>): () => Promise<ReturnType<typeof orderOf>> {
  let order: ReturnType<typeof orderOf> | undefined;
  return async () => {
    const { orderOf } = await import("../crm/order");
    return (order ??= orderOf(...given));
  };
}

/** The pages in sight. Who scrolls on sees the next ones at once; who jumps, once he stays: not all in between are loaded. */
function useStay(from: number, to: number): [number, number] {
  const [kept, keep] = useState<[number, number]>([from, to]);
  const since = useRef(0);
  const near = from <= kept[1] + 1 && to >= kept[0] - 1;
  useEffect(() => {
    const wait = near ? Math.max(0, since.current + STAYS - performance.now()) : STAYS;
    const timer = setTimeout(() => {
      since.current = performance.now();
      keep((before) => (before[0] === from && before[1] === to ? before : [from, to]));
    }, wait);
    return () => clearTimeout(timer);
  }, [from, to, near]);
  return kept;
}
