import type { Mutation, QueryClient } from "@tanstack/react-query";

/** Options of a mutation whose changes are sent one after the other: of two changes of one thing the second must not arrive
 * first. */
export function inTurn(name: string) {
  return { mutationKey: ["in turn", name], scope: { id: name } };
}

/** Whether no other change waits behind the one that has just been answered. An answer from before that other would show it as
 * undone, so the page is asked for anew after the last. */
export function isLast(client: QueryClient, name: string, predicate?: (other: Mutation) => boolean): boolean {
  return client.isMutating({ ...inTurn(name), predicate }) === 1;
}
