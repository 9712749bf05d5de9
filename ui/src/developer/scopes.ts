export interface Scope {
  name: string;
  description: string;
}

export interface ScopeGroup {
  title: string;
  scopes: Scope[];
}

const OF_A_TYPE = /^crm\.(?:objects|schemas)\.([^.]+)\./;

/** Scopes by what they are about: a type of records, or the area that their name begins with. Types come first. */
export function grouped(scopes: readonly Scope[]): ScopeGroup[] {
  const about = (scope: Scope) => OF_A_TYPE.exec(scope.name)?.[1];
  const types = new Set(scopes.flatMap((scope) => about(scope) ?? []));
  const areas = new Set(scopes.map((scope) => about(scope) ?? areaOf(scope)));
  return [...new Set([...types, ...areas])].map((key) => ({
    title: titled(key),
    scopes: scopes.filter((scope) => (about(scope) ?? areaOf(scope)) === key),
  }));
}

function areaOf(scope: Scope): string {
  return scope.name.split(".", 1)[0] ?? "";
}

function titled(key: string): string {
  const words = key.replace(/[-_]/g, " ");
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** Scopes with all the words in their name or in what they allow. */
export function matching(scopes: readonly Scope[], typed: string): Scope[] {
  const words = typed.toLowerCase().split(/\s+/).filter(Boolean);
  return scopes.filter(({ name, description }) => {
    const text = `${name} ${description}`.toLowerCase();
    return words.every((word) => text.includes(word));
  });
}

/** What an app needs that only reads records, or that changes them too. */
export function forRecords(scopes: readonly Scope[], access: "read" | "write"): string[] {
  const ends = access === "read" ? [".read"] : [".read", ".write"];
  return scopes
    .map(({ name }) => name)
    .filter((name) => name.startsWith("crm.objects.") && ends.some((end) => name.endsWith(end)));
}
