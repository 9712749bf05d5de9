import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";

import { api, csrfToken, data, type components } from "../api/client";
import { Failure } from "../api/failure";
import { t } from "../shared/texts";

export type Import = components["schemas"]["ImportShown"];
export type ImportError = components["schemas"]["ErrorShown"];

const AGAIN = 1_000;

export const STATES: Record<string, string> = {
  STARTED: t("Begins"),
  DEFERRED: t("Waits for others"),
  PROCESSING: t("At work"),
  DONE: t("Done"),
  FAILED: t("Failed"),
  CANCELED: t("Cancelled"),
  REVERTED: t("Taken back"),
};

export function isOver({ state }: { state: string }): boolean {
  return !["STARTED", "DEFERRED", "PROCESSING"].includes(state);
}

export const importsQuery = infiniteQueryOptions({
  queryKey: ["imports"],
  initialPageParam: "",
  queryFn: async ({ pageParam }) => {
    const query = { limit: 50, ...(pageParam && { after: pageParam }) };
    const page = await data(api.GET("/crm/v3/imports", { params: { query } }));
    return { imports: page.results, next: page.paging?.next.after };
  },
  getNextPageParam: (page) => page.next,
  refetchInterval: ({ state }) =>
    state.data?.pages.some((page) => page.imports.some((one) => !isOver(one))) ? 2 * AGAIN : false,
});

/** An import. `undoing`: it is being taken back, which goes on after it was asked for. */
export function importQuery(id: string, undoing = false) {
  return queryOptions({
    queryKey: ["import", id],
    queryFn: () =>
      data(api.GET("/crm/v3/imports/{importId}", { params: { path: { importId: Number(id) } } })),
    refetchInterval: ({ state: { data: found } }) =>
      found && (!isOver(found) || (undoing && found.state !== "REVERTED")) ? AGAIN : false,
  });
}

/** One page of what was wrong with rows, and where the next begins. */
export async function errorsOf(id: string, after = "", limit = 100) {
  const path = { importId: Number(id) };
  const query = { limit, includeErrorMessage: true, includeRowData: true, ...(after && { after }) };
  const page = await data(api.GET("/crm/v3/imports/{importId}/errors", { params: { path, query } }));
  return { errors: page.results, next: page.paging?.next.after };
}

/** The names of the columns of the file that was imported. */
export function columnsOf(one: Import): string[] {
  const request = one.importRequestJson as
    { files?: { fileImportPage?: { columnMappings?: { columnName?: string }[] } }[] } | undefined;
  return (request?.files?.[0]?.fileImportPage?.columnMappings ?? []).map(
    ({ columnName }) => columnName ?? "",
  );
}

/** Sends a file to be imported, telling how much of it has arrived, between 0 and 1. `signal` stops it. */
export function send(
  request: object,
  file: File,
  name: string,
  onProgress: (part: number) => void,
  signal: AbortSignal,
): Promise<Import> {
  const form = new FormData();
  form.append("importRequest", JSON.stringify(request));
  form.append("files", file, name);
  return new Promise((resolve, reject) => {
    const call = new XMLHttpRequest(); // fetch tells nothing of what was sent
    signal.addEventListener("abort", () => call.abort());
    call.open("POST", "/crm/v3/imports");
    call.setRequestHeader("X-CSRF-Token", csrfToken());
    call.upload.onprogress = ({ loaded, total }) => onProgress(total ? loaded / total : 0);
    call.onerror = () => reject(Failure.unreachable());
    call.onabort = () => reject(new Failure(0, t("The upload was stopped. Nothing was imported.")));
    call.onload = () => {
      if (call.status < 300) resolve(JSON.parse(call.responseText) as Import);
      else void Failure.of(new Response(call.responseText, { status: call.status })).then(reject);
    };
    call.send(form);
  });
}
