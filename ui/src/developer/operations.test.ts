import { expect, test } from "vitest";

import { matching, operationsOf, sample } from "./operations";

const document = {
  paths: {
    "/crm/v3/objects/{objectType}": {
      get: {
        operationId: "a",
        summary: "List records",
        tags: ["Crm"],
        parameters: [{ name: "limit", in: "query" }],
      },
      post: {
        operationId: "b",
        summary: "Create a record",
        tags: ["Crm"],
        requestBody: { content: { "application/json": { schema: { $ref: "#/components/schemas/Input" } } } },
      },
    },
  },
  components: {
    schemas: {
      Input: {
        type: "object",
        required: ["properties"],
        properties: {
          properties: { type: "object" },
          to: { type: "array", items: { $ref: "#/components/schemas/Input" } },
        },
      },
    },
  },
};

test("operations are found by words of method, path and summary", () => {
  const found = operationsOf(document);
  expect(found.map(({ method }) => method)).toEqual(["GET", "POST"]);
  expect(matching(found, "record post").map(({ id }) => id)).toEqual(["b"]);
  expect(matching(found, "tickets")).toEqual([]);
  expect(found[1]?.body).toBe('{\n  "properties": {}\n}');
});

test("a schema that holds itself has an end", () => {
  const schemas = { Tree: { type: "object", properties: { child: { $ref: "#/components/schemas/Tree" } } } };
  expect(JSON.stringify(sample({ $ref: "#/components/schemas/Tree" }, schemas, 0))).toContain("null");
});
