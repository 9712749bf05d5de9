/** What `/openapi.json` says of one operation, as far as the page shows it. */
export interface Operation {
  id: string;
  method: string;
  path: string;
  summary: string;
  about: string;
  tag: string;
  parameters: { name: string; in: string; required: boolean; about: string }[];
  scopes: string[];
  body: string;
}

interface Described {
  paths: Record<string, Record<string, DescribedOperation>>;
  components: { schemas: Record<string, Schema> };
}

interface DescribedOperation {
  operationId: string;
  summary?: string;
  description?: string;
  tags?: string[];
  parameters?: { name: string; in: string; required?: boolean; description?: string }[];
  security?: Record<string, string[]>[];
  requestBody?: { content: Record<string, { schema?: Schema }> };
}

export interface Schema {
  $ref?: string;
  type?: string | string[];
  properties?: Record<string, Schema>;
  items?: Schema;
  required?: string[];
  enum?: unknown[];
  default?: unknown;
  anyOf?: Schema[];
}

const DEEPEST = 4;

/** The operations of an OpenAPI document, in its order. */
export function operationsOf(document: Described): Operation[] {
  return Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, each]) => ({
      id: each.operationId,
      method: method.toUpperCase(),
      path,
      summary: each.summary ?? "",
      about: each.description ?? "",
      tag: each.tags?.[0] ?? "",
      parameters: (each.parameters ?? []).map(({ name, in: place, required = false, description = "" }) => ({
        name,
        in: place,
        required,
        about: description,
      })),
      scopes: (each.security ?? []).flatMap((one) => Object.values(one).flat()),
      body: bodyOf(each, document.components.schemas),
    })),
  );
}

/** Those that have every word that was typed. */
export function matching(operations: readonly Operation[], typed: string): Operation[] {
  const words = typed.toLowerCase().split(/\s+/).filter(Boolean);
  return operations.filter(({ method, path, summary, tag }) => {
    const text = `${method} ${path} ${summary} ${tag}`.toLowerCase();
    return words.every((word) => text.includes(word));
  });
}

function bodyOf(operation: DescribedOperation, schemas: Record<string, Schema>): string {
  const schema = operation.requestBody?.content["application/json"]?.schema;
  return schema ? JSON.stringify(sample(schema, schemas, 0), null, 2) : "";
}

/** A value of a schema to begin with: what is required, else what there is. */
export function sample(schema: Schema, schemas: Record<string, Schema>, depth: number): unknown {
  if (depth > DEEPEST) return null;
  if (schema.$ref) return sample(schemas[schema.$ref.split("/").at(-1) ?? ""] ?? {}, schemas, depth + 1);
  if (schema.enum) return schema.enum[0];
  if (schema.anyOf) return sample(schema.anyOf[0] ?? {}, schemas, depth + 1);
  const type = [schema.type].flat()[0];
  if (schema.properties) {
    const names = schema.required?.length ? schema.required : Object.keys(schema.properties);
    return Object.fromEntries(
      names.map((name) => [name, sample(schema.properties?.[name] ?? {}, schemas, depth + 1)]),
    );
  }
  if (type === "array") return schema.items ? [sample(schema.items, schemas, depth + 1)] : [];
  if (type === "integer" || type === "number") return 0;
  if (type === "boolean") return false;
  return type === "string" ? "" : {};
}
