import { onlineManager } from "@tanstack/react-query";
import { lazy } from "react";

type Load = () => Promise<unknown>;

/** How long after the first of them is known, in ms: what the page shows at first goes before. */
const AFTER = 2_000;
const waiting: Load[] = [];

/** A part that is seen after a click: it is loaded once the page has nothing else to do, so that it opens at once, and
 * without a connection. */
export const lazySoon: typeof lazy = (load) => {
  waiting.push(load);
  if (waiting.length === 1) setTimeout(goOn, AFTER);
  return lazy(load);
};

/** One after the other, so that what a person does now never waits for more than one. */
function goOn(): void {
  if (onlineManager.isOnline()) whenIdle(() => void loadNext());
  else stopListening = onlineManager.subscribe(backOnline);
}

let stopListening = () => {};

function backOnline(online: boolean): void {
  if (!online) return;
  stopListening();
  goOn();
}

async function loadNext(): Promise<void> {
  try {
    await waiting[0]?.();
  } catch {
    // It is loaded when it is opened; what hinders that is told there.
  }
  waiting.shift();
  if (waiting.length > 0) goOn();
}

/** Safari does not tell when it is idle. */
function whenIdle(act: () => void): void {
  if ("requestIdleCallback" in window) window.requestIdleCallback(act);
  else setTimeout(act, 200);
}
