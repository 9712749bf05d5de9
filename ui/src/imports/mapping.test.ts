import { describe, expect, it } from "vitest";

import type { Property } from "../crm/definitions";
import { CONTACTS, STANDARD } from "../crm/object-types";
import { complaint } from "./complaints";
import { dateFormatOf, type Known, suggest } from "./mapping";
import { decode, tableOf } from "./table-of";

const property = (name: string, label: string, more: Partial<Property> = {}) =>
  ({
    name,
    label,
    type: "string",
    fieldType: "text",
    options: [],
    modificationMetadata: {},
    ...more,
  }) as Property;
const COMPANIES = STANDARD[1] ?? CONTACTS;
const of = (...all: Property[]) => new Map(all.map((each) => [each.name, each]));
const known: Known = new Map([
  [
    "0-1",
    of(
      property("email", "Email"),
      property("firstname", "First Name"),
      property("lastname", "Last Name"),
      property("city", "City"),
      property("createdate", "Create Date", { modificationMetadata: { readOnlyValue: true } as never }),
    ),
  ],
  ["0-2", of(property("name", "Company name"), property("domain", "Company Domain Name"))],
]);

describe("what columns probably are", () => {
  it("is told by their names, in whatever spelling, each property once", () => {
    const header = ["E-Mail", "FIRST_NAME", "Surname", "city", "City", "Create date", ""];
    expect(suggest(header, [], [CONTACTS], known).map((target) => target?.property)).toEqual([
      "email",
      "firstname",
      "lastname",
      "city",
      undefined,
      undefined,
      undefined,
    ]);
  });

  it("is told by what is in them where the names do not say", () => {
    const rows = [
      ["a@b.example", "shop.example"],
      ["c@d.example", "https://x.example"],
      ["", ""],
    ];
    expect(suggest(["x", "y"], rows, [CONTACTS, COMPANIES], known)).toEqual([
      { typeId: "0-1", property: "email" },
      { typeId: "0-2", property: "domain" },
    ]);
  });

  it("finds the form of dates where one of them tells", () => {
    expect(dateFormatOf(["03/04/2026", "23/04/2026"])).toBe("DAY_MONTH_YEAR");
    expect(dateFormatOf(["03/04/2026", "04/23/2026"])).toBe("MONTH_DAY_YEAR");
    expect(dateFormatOf(["03/04/2026", "2026-04-23", "soon"])).toBeUndefined();
  });
});

describe("what is wrong with a cell", () => {
  const number = property("n", "N", { type: "number" });
  const date = property("d", "D", { type: "date" });
  const choice = property("c", "C", {
    type: "enumeration",
    options: [{ label: "Red", value: "r", displayOrder: 0, hidden: false }],
  });
  it.each([
    [number, "1,234.5", true],
    [number, "1.234,5", false],
    [number, "-3", true],
    [date, "31/12/2026", true],
    [date, "12/31/2026", false],
    [date, "2026-12-31", true],
    [date, "30/02/2026", false],
    [choice, "red", true],
    [choice, "R", true],
    [choice, "blue", false],
    [property("email", "Email"), "nobody", false],
    [choice, "", true],
  ])("%o %s", (of, text, good) => {
    expect(complaint(of, text, "DAY_MONTH_YEAR") === "").toBe(good);
  });
});

describe("a file", () => {
  const file = (...parts: BlobPart[]) => new File(parts, "x.csv");

  it("is read in the encoding and with the delimiter that it has", async () => {
    const utf16 = new Uint8Array([
      0xff,
      0xfe,
      ...Array.from("Näme;B\r\nx;y").flatMap((letter) => [letter.charCodeAt(0), 0]),
    ]);
    expect(await tableOf(file(utf16))).toMatchObject({ header: ["Näme", "B"], rows: [["x", "y"]] });
    const bom = await tableOf(file('\uFEFFA,B\r\n"a, ""b""\nc",=1+1\r\n\r\n'));
    expect(bom).toMatchObject({ header: ["A", "B"], rows: [['a, "b"\nc', "=1+1"]], total: 1, problem: "" });
    expect(decode(new Uint8Array([0x4d, 0xfc, 0x6c]))).toBe("Mül");
    expect(decode(new Uint8Array([0x4d, 0xc3]))).toBe("M");
  });

  it("is told to be none where it is none", async () => {
    await expect(tableOf(file())).rejects.toThrow("empty");
    await expect(tableOf(file(new Uint8Array([1, 0, 2, 0, 3])))).rejects.toThrow("no text");
    expect((await tableOf(file("A;B\n"))).problem).toContain("no rows");
  });

  it("is not read to its end, however large it is", async () => {
    const row = `${"x".repeat(50)},1\n`;
    const table = await tableOf(file("A,B\n", row.repeat(20_000)));
    expect(table.rows).toHaveLength(200);
    expect(Math.abs(table.total - 20_000)).toBeLessThan(100);
  });
});
