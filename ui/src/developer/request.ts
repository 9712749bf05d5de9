/** A request that a person writes, or takes from the log, and sends. */
export interface Draft {
  method: string;
  path: string;
  body: string;
  /** Empty: as the person who is signed in. */
  token: string;
}

/** What came back. */
export interface Reply {
  status: number;
  took: number;
  headers: [string, string][];
  body: string;
}

export const METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE"];

/** Searches and batch reads are posts that change nothing. */
const READS = /\/(search|batch\/read|batch-read|query)$/;

/** Whether a request may change something, so that a person is asked before. */
export function changes(draft: Draft): boolean {
  if (draft.method === "GET") return false;
  const path = draft.path.split("?")[0] ?? "";
  return !(draft.method === "POST" && READS.test(path));
}

/** What is wrong with a draft, in words; empty where it can be sent. Only this server is ever called. */
export function wrongWith(draft: Draft, t: (text: string) => string): string {
  if (!draft.path.startsWith("/") || draft.path.startsWith("//") || /[\s\\]/.test(draft.path))
    return t("The path begins with one slash and has no spaces.");
  if (/redacted|\{[^}]*\}/.test(draft.path)) return t("Fill in what is still missing in the path.");
  if (draft.body.trim() && !isJson(draft.body)) return t("The body is no valid JSON.");
  return "";
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** Send it to this server: with a token, without any cookie; else in the person's session. */
export async function send(draft: Draft, csrf: string): Promise<Reply> {
  const began = performance.now();
  const body = draft.method === "GET" || !draft.body.trim() ? null : draft.body;
  const headers: Record<string, string> = draft.token
    ? { Authorization: `Bearer ${draft.token.trim()}` }
    : { "X-CSRF-Token": csrf };
  if (body !== null) headers["Content-Type"] = "application/json";
  const response = await fetch(draft.path, {
    method: draft.method,
    headers,
    body,
    credentials: draft.token ? "omit" : "same-origin",
    redirect: "manual",
    cache: "no-store",
  });
  const text = await response.text();
  return {
    status: response.status,
    took: performance.now() - began,
    headers: [...response.headers.entries()],
    body: pretty(text),
  };
}

/** JSON with line breaks, anything else as it is. */
export function pretty(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}

/** A request as a line for a shell; the token stands for itself. */
export function asCurl(origin: string, draft: Pick<Draft, "method" | "path" | "body">): string {
  const words = [
    `curl -X ${draft.method} ${quoted(origin + draft.path)}`,
    `-H "Authorization: Bearer $TOKEN"`,
  ];
  if (draft.body.trim() && draft.method !== "GET")
    words.push("-H 'Content-Type: application/json'", `-d ${quoted(draft.body)}`);
  return words.join(" \\\n  ");
}

/** So that a shell takes it word for word. */
export function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
