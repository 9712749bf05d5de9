import { useMutation, useQueryClient } from "@tanstack/react-query";

import { api, data } from "../api/client";
import { type Saved, savedQuery } from "../saved/saved-query";
import { inTurn } from "../shared/in-turn";
import { notifyFailure } from "../shared/notify";
import { t } from "../shared/texts";
import { type Board, boardOf } from "./cards";

export const dashboardsQuery = savedQuery("dashboards");

/** The version that a change of ours made of another: changes that are made before the first is answered build on each other. */
const successors = new Map<string, string>();

function newest(id: string, updatedAt: string): string {
  const next = successors.get(`${id} ${updatedAt}`);
  return next === undefined ? updatedAt : newest(id, next);
}

/** Changes what a dashboard holds: seen at once, saved one after the other, taken back where the server refuses. What somebody
 * else changed meanwhile is not overwritten. */
export function useChangeBoard(dashboard: Saved) {
  const client = useQueryClient();
  const { queryKey } = dashboardsQuery;
  const put = (change: Partial<Saved>) =>
    client.setQueryData(queryKey, (all) =>
      all?.map((each) => (each.id === dashboard.id ? { ...each, ...change } : each)),
    );
  const { mutate } = useMutation({
    ...inTurn(`dashboard ${dashboard.id}`),
    mutationFn: ({ board, base }: { board: Board; base: string }) =>
      data(
        api.PATCH("/hubstead/v3/saved/{kind}/{savedId}", {
          params: { path: { kind: "dashboards", savedId: dashboard.id } },
          body: { content: { ...board }, updatedAt: newest(dashboard.id, base) },
        }),
      ),
    onSuccess: ({ updatedAt }, { base }) => {
      const before = newest(dashboard.id, base);
      if (before !== updatedAt) successors.set(`${dashboard.id} ${before}`, updatedAt);
      put({ updatedAt });
    },
    onError: (error) => {
      notifyFailure(t("The dashboard was not changed"), error);
      return client.invalidateQueries({ queryKey });
    },
  });
  return (change: (board: Board) => Board) => {
    const now = client.getQueryData(queryKey)?.find(({ id }) => id === dashboard.id) ?? dashboard;
    const board = change(boardOf(now.content));
    void client.cancelQueries({ queryKey });
    put({ content: { ...board } });
    mutate({ board, base: now.updatedAt });
  };
}
