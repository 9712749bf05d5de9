import { type QueryClient, useMutation, useQueryClient } from "@tanstack/react-query";

import { api, data } from "../api/client";
import { Failure } from "../api/failure";
import { notifyFailure } from "../shared/notify";
import { t } from "../shared/texts";

const AT_ONCE = 100;

/** Takes records out of the recycling bin, as many as one request takes; the answer says which could not come back. */
export function restoreBatch(type: string, ids: string[]) {
  const params = { path: { objectType: type } };
  const body = { inputs: ids.map((id) => ({ id })) };
  return data(api.POST("/hubstead/v3/objects/{objectType}/restore", { params, body }));
}

/** Takes records out of the recycling bin. Throws what the server says of the first that cannot come back; the others do. */
export async function restore(type: string, ids: string[]): Promise<void> {
  let refused = "";
  for (let start = 0; start < ids.length; start += AT_ONCE) {
    const answer = await restoreBatch(type, ids.slice(start, start + AT_ONCE));
    refused ||= answer.errors?.[0]?.message ?? "";
  }
  if (refused) throw new Failure(207, refused);
}

/** What shows records of a type is asked for anew; what is around a record, when it is seen again. */
export function recordsChanged(client: QueryClient, type: string): Promise<unknown> {
  return Promise.all([
    ...["records", "record", "bin", "board"].map((key) =>
      client.invalidateQueries({ queryKey: [key, type] }),
    ),
    client.invalidateQueries({ queryKey: ["associations"], refetchType: "none" }),
  ]);
}

export function useRestore(type: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (ids: string[]) => restore(type, ids),
    onError: (error) => notifyFailure(t("Not restored"), error),
    onSettled: () => recordsChanged(client, type),
  });
}
