/** `npm run texts`: brings the catalogues of all languages up to the sources, and says what there is to translate. */
import { globSync, readFileSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";

import type { Catalogue } from "../shared/language.ts";
import { renew } from "./catalogue.ts";
import { textsOf } from "./extract.ts";

const sources = join(import.meta.dirname, "..");
const texts = globSync("**/*.{ts,tsx}", { cwd: sources })
  .filter((name) => !name.includes(".test.") && !name.endsWith("schema.d.ts"))
  .flatMap((name) => textsOf(name, readFileSync(join(sources, name), "utf8")));

for (const name of globSync("*.json", { cwd: import.meta.dirname })) {
  const path = join(import.meta.dirname, name);
  const language = basename(name, ".json");
  const old = JSON.parse(readFileSync(path, "utf8")) as Catalogue;
  const { catalogue, added, gone, translated } = renew(old, texts, language);
  writeFileSync(path, `${JSON.stringify(catalogue, null, 2)}\n`);
  for (const key of added) console.log(`${language} new:  ${JSON.stringify(key)}`);
  for (const key of gone) console.log(`${language} gone: ${JSON.stringify(key)}`);
  const all = Object.keys(catalogue).length;
  console.log(
    `${language}: ${translated} of ${all} texts translated, ${added.length} new, ${gone.length} gone.`,
  );
}
