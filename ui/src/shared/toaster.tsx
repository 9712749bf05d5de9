import { type ReactNode, useSyncExternalStore } from "react";

let shown: ReactNode = null;
const listeners = new Set<() => void>();

/** Puts the messages' container on the page. */
export function setToaster(container: ReactNode): void {
  if (shown) return;
  shown = container;
  for (const listener of listeners) listener();
}

/** Where messages appear; nothing before the first one. */
export function Toaster() {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => shown,
  );
}
