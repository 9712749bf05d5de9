import { expect, test } from "vitest";

import { asCurl, changes, type Draft, pretty, wrongWith } from "./request";

const draft = (given: Partial<Draft>): Draft => ({
  method: "GET",
  path: "/crm/v3/objects/contacts",
  body: "",
  token: "",
  ...given,
});
const same = (text: string) => text;

test("only what may change something asks before", () => {
  expect(changes(draft({}))).toBe(false);
  expect(changes(draft({ method: "POST", path: "/crm/v3/objects/contacts/search?x=1" }))).toBe(false);
  expect(changes(draft({ method: "POST", path: "/crm/v3/objects/contacts/batch/read" }))).toBe(false);
  expect(changes(draft({ method: "POST" }))).toBe(true);
  expect(changes(draft({ method: "DELETE", path: "/crm/v3/objects/contacts/search" }))).toBe(true);
});

test("nothing leaves for another server, and nothing unfinished is sent", () => {
  for (const path of [
    "https://evil.example/",
    "//evil.example/x",
    "crm",
    "/\\evil.example",
    "/a b",
    "/crm/{id}",
    "/x?t=redacted",
  ])
    expect(wrongWith(draft({ path }), same), path).not.toBe("");
  expect(wrongWith(draft({ body: "{" }), same)).not.toBe("");
  expect(wrongWith(draft({ body: '{"a": 1}' }), same)).toBe("");
});

test("a shell takes the line word for word", () => {
  const line = asCurl("http://here", draft({ method: "POST", body: `{"a": "it's $HOME"}` }));
  expect(line).toBe(
    `curl -X POST 'http://here/crm/v3/objects/contacts' \\\n  -H "Authorization: Bearer $TOKEN" \\\n  ` +
      `-H 'Content-Type: application/json' \\\n  -d '{"a": "it'\\''s $HOME"}'`,
  );
});

test("what is no JSON stays as it is", () => {
  expect(pretty('{"a":1}')).toBe('{\n  "a": 1\n}');
  expect(pretty("<html>")).toBe("<html>");
});
