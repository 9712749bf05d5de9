import { failureOf } from "../api/failure";

// Loaded when there is something to say: it is no small part of the page.
const toasts = () => import("./toasts");

export function notifyDone(message: string): void {
  void toasts().then(({ show }) => show({ message, color: "pine" }));
}

/** Says what was done, with a button that takes it back. */
export function notifyUndo(message: string, undo: () => void): void {
  void toasts().then(({ showWithUndo }) => showWithUndo(message, undo));
}

export function notifyFailure(title: string, error: unknown): void {
  const failure = failureOf(error);
  const id = failure.correlationId ? ` (${failure.correlationId})` : "";
  const message = failure.message + id;
  void toasts().then(({ show }) => show({ title, message, color: "red", autoClose: 10_000 }));
}
