import { useDocumentTitle } from "@mantine/hooks";

/** Calls the browser's tab after what is on the page. */
export function useTitle(title: string): void {
  useDocumentTitle(`${title} · Hubstead`);
}
