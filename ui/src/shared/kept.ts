import { useRouterState } from "@tanstack/react-router";
import { useEffect, useState } from "react";

/** What pages keep by entry of the browser's history: who goes back finds them as they were, who comes anew begins anew. */
const kept = new Map<string, unknown>();

/** The entry of the page that is shown. */
export function useEntry() {
  return useRouterState({ select: (state) => state.location.state.__TSR_key ?? "" });
}

export function keptAt<T>(entry: string, name: string, first: T): T {
  return (kept.get(`${entry} ${name}`) as T | undefined) ?? first;
}

export function keep(entry: string, name: string, value: unknown) {
  kept.set(`${entry} ${name}`, value);
}

/** State that is there again for who goes back. */
export function useKept<T>(name: string, first: T) {
  const entry = useEntry();
  const [value, set] = useState(() => keptAt(entry, name, first));
  useEffect(() => keep(entry, name, value), [entry, name, value]);
  return [value, set] as const;
}
