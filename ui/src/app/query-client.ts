import {
  type InvalidateOptions,
  type InvalidateQueryFilters,
  type Query,
  QueryClient,
} from "@tanstack/react-query";

import { Failure } from "../api/failure";

/** A first answer that is still on its way when something changes may be from before: it is asked for anew, as one is that is
 * there already. */
class Queries extends QueryClient {
  override async invalidateQueries(
    filters: InvalidateQueryFilters = {},
    options?: InvalidateOptions,
  ): Promise<void> {
    const { predicate = () => true } = filters;
    const overtaken = (query: Query) => isFirstAnswer(query) && predicate(query);
    if (filters.refetchType !== "none") await this.cancelQueries({ ...filters, predicate: overtaken });
    await super.invalidateQueries(filters, options);
  }
}

function isFirstAnswer(query: Query): boolean {
  return query.isActive() && query.state.data === undefined;
}

/** Answers stay fresh for a moment only: colleagues work on the same records. */
export const queryClient = new Queries({
  defaultOptions: {
    queries: {
      staleTime: 10_000,
      retry: (count, error) => count < 2 && !(error instanceof Failure && error.status >= 400),
    },
  },
});
