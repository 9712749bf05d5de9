import { describe, expect, it } from "vitest";

import { type Catalogue, fitting } from "../shared/language";
import { counted } from "../shared/texts";
import { misplaced, renew } from "./catalogue";
import { textsOf } from "./extract";

const catalogues = import.meta.glob<Catalogue>("./*.json", { import: "default", eager: true });

describe("the texts of the sources", () => {
  it("are found wherever they pass through the seam", () => {
    const source =
      'const a = <b title={t("One {x}", { x })}>{tn(2, "{count} cat", "{count} cats")}</b>; f("no"); t(x);';
    expect(textsOf("a.tsx", source)).toEqual([
      { key: "One {x}" },
      { key: "{count} cats", one: "{count} cat" },
    ]);
  });
});

describe("a catalogue", () => {
  it("follows the sources and keeps what is translated", () => {
    const texts = [{ key: "Save" }, { key: "{count} cats", one: "{count} cat" }, { key: "Add" }];
    const { catalogue, added, gone, translated } = renew({ Save: "Speichern", Old: "Alt" }, texts, "de");
    expect(Object.entries(catalogue)).toEqual([
      ["Add", ""],
      ["Save", "Speichern"],
      ["{count} cats", { one: "", other: "" }],
    ]);
    expect({ added, gone, translated }).toEqual({
      added: ["Add", "{count} cats"],
      gone: ["Old"],
      translated: 1,
    });
  });

  it.each(Object.entries(catalogues))("keeps the places of every text: %s", (_, catalogue) => {
    const wrong = Object.entries(catalogue).filter(
      ([key, translation]) => misplaced(key, translation).length > 0,
    );
    expect(wrong).toEqual([]);
    expect(Object.values(catalogue).some(Boolean)).toBe(true);
  });

  it("is told of a place that is lost or new", () => {
    expect(misplaced("Delete {name}?", "Löschen?")).toEqual(["{name}"]);
    expect(misplaced("{count} cats", { one: "eine Katze", other: "{count} {colour} Katzen" })).toEqual([
      "{colour}",
    ]);
  });
});

describe("a text that counts", () => {
  it("follows the plural rules of the language, and those of English where it is not translated", () => {
    const polish = { cats: { one: "kot", few: "koty", many: "kotów", other: "kota" } };
    const said = [1, 3, 5].map((count) => counted(polish, "pl", count, "cat", "cats"));
    expect(said).toEqual(["kot", "koty", "kotów"]);
    expect([0, 1].map((count) => counted({}, "fr", count, "cat", "cats"))).toEqual(["cats", "cat"]);
  });
});

describe("the language of a browser", () => {
  it("is the first that the app speaks", () => {
    expect(fitting(["fr-CH", "de-CH", "en"], ["en", "de"])).toBe("de");
    expect(fitting(["fr"], ["en", "de"])).toBeUndefined();
  });
});
