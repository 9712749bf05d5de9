import { queryOptions, useQuery } from "@tanstack/react-query";

import { csrfToken } from "../api/client";
import { Failure } from "../api/failure";
import { queryClient } from "../app/query-client";
import { speak } from "../shared/language";

interface Levels {
  view: Reach;
  edit: Reach;
  delete: Reach;
}

type Reach = "none" | "own" | "team" | "all";

/** What the person chose, in whatever browser: the app's language, "" for the browser's, and the saved view that the table
 * and the board of a type open with, by the id of the type. */
export interface Preferences {
  language: string;
  firstViews: Partial<Record<string, string>>;
}

/** Who is logged in, where, and how far the person reaches. */
export interface Session {
  email: string;
  firstName: string;
  lastName: string;
  userId: number;
  ownerId: string;
  superAdmin: boolean;
  portalId: number;
  timeZone: string;
  currency: string;
  portals: { portalId: number; userId: number; name: string }[];
  levels: Record<string, Levels>;
  rest: Levels;
  tools: string[];
  /** What the account's plan includes, by the names of the server. */
  features: string[];
  preferences: Preferences;
  /** The account's clock, while the sandbox is on; `ahead` in ms. */
  sandbox?: { now: string; frozen: boolean; ahead: number };
}

/** What is known of the session. After its end the last one is kept, so that the page stays until the person is back. */
interface Known {
  session: Session | null;
  ended: boolean;
}

export const sessionQuery = queryOptions({
  queryKey: ["session"],
  staleTime: 5 * 60_000,
  queryFn: async (): Promise<Known> => {
    const response = await reach("/login/session");
    if (response.status === 204) {
      const before = queryClient.getQueryData<Known>(["session"]);
      return { session: before?.session ?? null, ended: true };
    }
    if (!response.ok) throw await Failure.of(response);
    return { session: (await response.json()) as Session, ended: false };
  },
});

/** Whether nobody has a password yet, so that the server waits for its owner. */
export const setUpQuery = queryOptions({
  queryKey: ["set up"],
  staleTime: 60_000,
  queryFn: () => read<{ open: boolean }>("/login/set-up"),
});

let begun = false;

/** Whether somebody is logged in; the server is asked once. As the page begins it goes over to the person's language:
 * later, that would take away what is being typed. */
export async function isSignedIn(): Promise<boolean> {
  const { session } = await queryClient.query({ ...sessionQuery, staleTime: "static" });
  if (session && !begun) {
    begun = true;
    if (await speak(session.preferences.language)) window.location.reload();
  }
  return session !== null;
}

export function useSession(): Session | null {
  return useQuery(sessionQuery).data?.session ?? null;
}

export function useSessionHasEnded(): boolean {
  return useQuery(sessionQuery).data?.ended ?? false;
}

/** The key of what this browser remembers for the person in this account: ids are the same in other accounts. */
export function useOwnKey(key: string): string {
  const session = useSession();
  return `hubstead ${String(session?.portalId ?? "")} ${String(session?.userId ?? "")} ${key}`;
}

export async function signIn(email: string, password: string): Promise<void> {
  await post("/login", { email, password });
  await queryClient.query({ ...sessionQuery, staleTime: 0 });
  void queryClient.invalidateQueries();
}

/** Whether the page must be loaded anew after signing in, to speak the person's language. */
export async function speaksAnother(): Promise<boolean> {
  const session = queryClient.getQueryData<Known>(["session"])?.session;
  return session ? speak(session.preferences.language) : false;
}

/** Changes preferences: at once on the page, and back where the server refuses. */
export async function prefer(change: Partial<Preferences>): Promise<void> {
  const before = queryClient.getQueryData<Known>(["session"]);
  if (before?.session) {
    const { preferences } = before.session;
    const firstViews = { ...preferences.firstViews, ...change.firstViews };
    const session = { ...before.session, preferences: { ...preferences, ...change, firstViews } };
    queryClient.setQueryData<Known>(["session"], { ...before, session });
  }
  try {
    await post("/login/preferences", change, "PATCH");
  } catch (error) {
    queryClient.setQueryData(["session"], before);
    throw error;
  }
}

export async function signOut(): Promise<void> {
  await post("/logout", {});
  window.location.assign("/app/sign-in");
}

/** Go over to another account; everything on the page is of the old one, so the page is loaded anew. */
export async function switchPortal(portalId: number): Promise<void> {
  await post("/login/switch", { portalId });
  window.location.assign("/");
}

/** What the person may do with records of a type, by its id (`0-1`). */
export function mayDo(session: Session | null, typeId: string, what: keyof Levels): boolean {
  if (!session) return false;
  return (session.levels[typeId] ?? session.rest)[what] !== "none";
}

/** Whether the person's role allows what is not about records; the names are the server's (`account`, `users`, …). */
export function mayUse(session: Session | null, tool: string): boolean {
  return session !== null && (session.superAdmin || session.tools.includes(tool));
}

/** A call beside the API, as those of sessions are. Throws a `Failure`. */
export async function post(path: string, body: object, method = "POST"): Promise<Response> {
  const headers = { "Content-Type": "application/json", "X-CSRF-Token": csrfToken() };
  const response = await reach(path, { method, headers, body: JSON.stringify(body) });
  if (!response.ok) throw await Failure.of(response);
  return response;
}

/** What such a call reads. Throws a `Failure`. */
export async function read<T>(path: string): Promise<T> {
  const response = await reach(path);
  if (!response.ok) throw await Failure.of(response);
  return (await response.json()) as T;
}

async function reach(path: string, init?: RequestInit): Promise<Response> {
  try {
    return await fetch(path, init);
  } catch {
    throw Failure.unreachable();
  }
}
