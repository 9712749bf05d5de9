const KEY = "hubstead sql";
const MOST = 20;

/** What was asked in this browser, the newest first. */
export function earlier(): string[] {
  try {
    const found: unknown = JSON.parse(localStorage.getItem(KEY) ?? "[]");
    return Array.isArray(found) ? found.filter((each) => typeof each === "string") : [];
  } catch {
    return [];
  }
}

export function remember(sql: string): void {
  if (!sql.trim()) return;
  const all = [sql, ...earlier().filter((each) => each !== sql)].slice(0, MOST);
  try {
    localStorage.setItem(KEY, JSON.stringify(all));
  } catch {
    // A browser without room does without a history.
  }
}
