import { type InfiniteData, useMutation, useQueryClient } from "@tanstack/react-query";

import { saveValues } from "../crm/change";
import type { ObjectType } from "../crm/object-types";
import type { CrmRecord } from "../crm/record";
import type { Found } from "../crm/search";
import { inTurn, isLast } from "../shared/in-turn";
import { notifyFailure } from "../shared/notify";
import { t } from "../shared/texts";

type Pages = InfiniteData<Found>;

/** Moves a record to another stage: at once on the board, and back where the server refuses. */
export function useMove(type: ObjectType) {
  const client = useQueryClient();
  const property = type.pipelines?.stage ?? "";
  const all = ["records", type.name, "stage"];
  const turn = `stages of ${type.name}`;
  return useMutation({
    ...inTurn(turn),
    mutationFn: ({ record, stage }: { record: CrmRecord; stage: string }) =>
      saveValues(type.name, record.id, { [property]: stage }),
    onMutate: async ({ record, stage }) => {
      await client.cancelQueries({ queryKey: all });
      const before = client.getQueriesData<Pages>({ queryKey: all });
      for (const [key, pages] of before) {
        if (!pages) continue;
        const left = without(pages, record.id);
        const moved = { ...record, properties: { ...record.properties, [property]: stage } };
        client.setQueryData(key, key[4] === stage ? withFirst(left, moved) : left);
      }
      return before;
    },
    onError: (error, _, before) => {
      for (const [key, pages] of before ?? []) client.setQueryData(key, pages);
      notifyFailure(t("Not moved"), error);
    },
    onSettled: () => isLast(client, turn) && client.invalidateQueries({ queryKey: all }),
  });
}

export function without(pages: Pages, id: string): Pages {
  const had = pages.pages.some((page) => page.records.some((record) => record.id === id));
  if (!had) return pages; // the same, so that its stage is not drawn anew
  return map(pages, (page) => ({
    ...page,
    total: page.total - 1,
    records: page.records.filter((record) => record.id !== id),
  }));
}

export function withFirst(pages: Pages, record: CrmRecord): Pages {
  return map(pages, (page, place) => ({
    ...page,
    total: page.total + 1,
    records: place === 0 ? [record, ...page.records] : page.records,
  }));
}

function map(pages: Pages, change: (page: Found, place: number) => Found): Pages {
  return { ...pages, pages: pages.pages.map(change) };
}
