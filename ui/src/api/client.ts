import createClient from "openapi-fetch";

import { Failure } from "./failure";
import type { paths } from "./schema";

export type { components } from "./schema";

/** The public API of the server that served this page. */
export const api = createClient<paths>({ baseUrl: "/" });

const listeners = new Set<() => void>();

/** Call `listener` whenever the server says that nobody is logged in any more. */
export function onSessionEnded(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function csrfToken(): string {
  return /(?:^|; )hubstead_csrf=([0-9a-f]+)/.exec(document.cookie)?.[1] ?? "";
}

api.use({
  onRequest({ request }) {
    if (request.method !== "GET") request.headers.set("X-CSRF-Token", csrfToken());
    return request;
  },
  async onResponse({ response }) {
    if (response.ok) return undefined;
    const failure = await Failure.of(response);
    if (failure.status === 401) for (const listener of listeners) listener();
    throw failure;
  },
  onError({ error }) {
    return error instanceof Failure ? error : Failure.unreachable();
  },
});

/** The data of an answer; what is not an answer of success was thrown as a `Failure` before. */
export async function data<T>(answer: Promise<{ data?: T }>): Promise<T> {
  return (await answer).data as T;
}
