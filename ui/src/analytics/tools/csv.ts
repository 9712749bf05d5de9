export type Value = string | number | boolean | null;

/** A file that spreadsheets open: texts that they would take for formulas get an apostrophe before them. */
export function csvOf(columns: string[], rows: Value[][]): string {
  return [columns, ...rows].map((row) => row.map(fieldOf).join(",")).join("\r\n") + "\r\n";
}

function fieldOf(value: Value): string {
  if (value === null) return "";
  if (typeof value !== "string") return String(value);
  const text = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** What a row is of: its columns that are no numbers. */
export function wordsOf(row: Value[], numbers: boolean[]): string {
  return JSON.stringify(row.filter((_, column) => !numbers[column]));
}

/** A table in which what each number was stands behind it. */
export function withEarlier(
  columns: string[],
  rows: Value[][],
  numbers: boolean[],
  was: Map<string, Value[]>,
  earlier: string,
): [string[], Value[][]] {
  return [
    columns.flatMap((name, column) => (numbers[column] ? [name, `${name} (${earlier})`] : [name])),
    rows.map((row) =>
      row.flatMap((value, column) =>
        numbers[column] ? [value, was.get(wordsOf(row, numbers))?.[column] ?? 0] : [value],
      ),
    ),
  ];
}

/** Rows by a column: numbers by size, texts by alphabet, what is missing last. */
export function sorted(rows: Value[][], column: number, descending: boolean): Value[][] {
  const sign = descending ? -1 : 1;
  return rows.toSorted((one, other) => {
    const a = one[column] ?? null;
    const b = other[column] ?? null;
    if (a === null || b === null) return Number(a === null) - Number(b === null);
    if (typeof a === "number" && typeof b === "number") return sign * (a - b);
    return sign * String(a).localeCompare(String(b));
  });
}

/** The first column of numbers behind the first column; -1 where there is none. */
export function drawnColumn(rows: Value[][], columns: number): number {
  for (let column = 1; column < columns; column++)
    if (rows.every((row) => typeof (row[column] ?? 0) === "number")) return column;
  return -1;
}
