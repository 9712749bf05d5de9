import { t } from "../shared/texts";

/** The beginning of a file as a table, to look at before it is imported. */
export interface Table {
  header: string[];
  rows: string[][];
  /** About how many rows the file has. */
  total: number;
  /** What about the file as a whole stands in the way. */
  problem: string;
}

export const SAMPLE_ROWS = 200;
/** How much of a file is read for the sample, in bytes. */
const SAMPLE_BYTES = 1 << 18;
/** The largest workbook that is opened here. Larger ones are better saved as CSV: a browser has to expand them whole. */
const LARGEST_WORKBOOK = 20 << 20;
export const MOST_COLUMNS = 1_000;

/** Reads the beginning of a CSV file or the sheet of a workbook. Throws an `Error` in words for people. */
export async function tableOf(file: File): Promise<Table> {
  const head = new Uint8Array(await file.slice(0, 8).arrayBuffer());
  if (file.size === 0) throw new Error(t("The file is empty."));
  if (startsWith(head, [0x50, 0x4b, 0x03, 0x04])) return checked(await workbook(file));
  if (startsWith(head, [0xd0, 0xcf, 0x11, 0xe0]))
    throw new Error(t("This is a workbook of Excel before 2007. Save it as XLSX or CSV."));
  return checked(await csv(file));
}

function startsWith(bytes: Uint8Array, beginning: number[]): boolean {
  return beginning.every((byte, place) => bytes[place] === byte);
}

async function csv(file: File): Promise<Table> {
  const bytes = new Uint8Array(await file.slice(0, SAMPLE_BYTES).arrayBuffer());
  const text = decode(bytes);
  if (text.includes("\0")) throw new Error(t("This is no text file. CSV and XLSX files can be imported."));
  const whole = bytes.length === file.size;
  const { default: Papa } = await import("papaparse");
  const { data } = Papa.parse<string[]>(text, {
    delimitersToGuess: [",", ";", "\t", "|"],
    skipEmptyLines: "greedy",
  });
  const all = whole || data.length < 3 ? data : data.slice(0, -1); // the last row was cut
  const total = whole ? all.length - 1 : Math.round(((all.length - 1) * file.size) / bytes.length);
  return { header: all[0] ?? [], rows: all.slice(1, SAMPLE_ROWS + 1), total, problem: "" };
}

/** Text as the server reads it: marked UTF-16 or UTF-8, else UTF-8 where it is that, else Windows-1252. */
export function decode(bytes: Uint8Array): string {
  if (startsWith(bytes, [0xff, 0xfe])) return new TextDecoder("utf-16le").decode(bytes);
  if (startsWith(bytes, [0xfe, 0xff])) return new TextDecoder("utf-16be").decode(bytes);
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes, { stream: true }); // a cut character is no error
  } catch {
    return new TextDecoder("windows-1252").decode(bytes);
  }
}

async function workbook(file: File): Promise<Table> {
  if (file.size > LARGEST_WORKBOOK)
    throw new Error(t("This workbook is too large to be opened here. Save it as CSV and import that."));
  const { default: readSheets } = await import("read-excel-file/browser");
  let sheets;
  try {
    sheets = (await readSheets(file)).filter((sheet) => sheet.data.length > 0);
  } catch {
    throw new Error(t("The workbook cannot be read. Save it anew as XLSX, or as CSV."));
  }
  const [first] = sheets;
  if (!first) throw new Error(t("The workbook has no rows."));
  const all = first.data.map((row) => row.map(cellText)).filter((row) => row.some(Boolean));
  const problem =
    sheets.length > 1
      ? t("The workbook has several sheets with rows. Leave the one that is to be imported.")
      : "";
  return { header: all[0] ?? [], rows: all.slice(1, SAMPLE_ROWS + 1), total: all.length - 1, problem };
}

function cellText(cell: unknown): string {
  if (cell instanceof Date) return cell.toISOString().replace("T00:00:00.000Z", "");
  return ["string", "number", "boolean"].includes(typeof cell) ? `${cell as string | number}` : "";
}

function checked(table: Table): Table {
  const header = table.header.map((name) => name.trim());
  if (header.length > MOST_COLUMNS)
    return {
      ...table,
      header,
      problem: t("The file has more than {count} columns.", { count: MOST_COLUMNS }),
    };
  if (table.rows.length === 0)
    return { ...table, header, problem: t("There are no rows below the names of the columns.") };
  return { ...table, header };
}
