import { QueryClient } from "@tanstack/react-query";

import { Failure } from "../api/failure";

/** Answers stay fresh for a moment only: colleagues work on the same records. */
export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 10_000,
      retry: (count, error) => count < 2 && !(error instanceof Failure && error.status >= 400),
    },
  },
});
