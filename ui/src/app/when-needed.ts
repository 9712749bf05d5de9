/**
 * Parts of the app are loaded when they are needed. Messages are the exception: they are needed most when the server is gone, so
 * they come with the first touch of the page. And where a part is missing because a newer server calls it otherwise, the page
 * is loaded anew, from that server; what was typed into forms is kept by the browser.
 */
export function loadWhenNeeded(): void {
  const messages = () => void import("../shared/toasts").catch(() => undefined); // tried again when there is one
  for (const touch of ["focusin", "pointerdown"]) document.addEventListener(touch, messages, { once: true });
  window.addEventListener("vite:preloadError", ({ payload }) => void followServer(payload.message));
}

const AGAIN = "hubstead loaded anew";
const MINUTE = 60_000;

/** Loads the page anew if there is a server to load it from, and for the same `reason` once a minute at most: where that did not
 * help, it would not stop. Another reason does not wait for that. */
export async function followServer(reason: string): Promise<void> {
  const last = `${AGAIN}: ${reason}`;
  if (Date.now() - Number(sessionStorage.getItem(last)) < MINUTE) return;
  const answer = await fetch("/app", { method: "HEAD", cache: "no-store" }).catch(() => null);
  if (!answer?.ok) return;
  sessionStorage.setItem(last, String(Date.now()));
  window.location.reload();
}
