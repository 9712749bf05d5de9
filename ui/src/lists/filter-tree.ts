/** The filters of a list as the API has them: an OR of ANDs, whose branches speak of associated records and events.
 * Members that this app does not know are kept as they are. */
export interface Filter {
  filterType: string;
  property?: string;
  operation?: Operation;
  [name: string]: unknown;
}

export interface Operation {
  operationType: string;
  operator: string;
  [name: string]: unknown;
}

export interface Branch {
  filterBranchType: string;
  filterBranches: Branch[];
  filters: Filter[];
  operator?: string;
  objectTypeId?: string;
  associationTypeId?: number;
  associationCategory?: string;
  [name: string]: unknown;
}

export function group(...filters: Filter[]): Branch {
  return { filterBranchType: "AND", filterBranches: [], filters };
}

export const EMPTY: Branch = { filterBranchType: "OR", filterBranches: [group()], filters: [] };

/** A tree of the server with every member that the editor looks at. */
export function read(given: unknown): Branch {
  const tree = given as Partial<Branch>;
  return {
    ...tree,
    filterBranchType: tree.filterBranchType ?? "AND",
    filterBranches: (tree.filterBranches ?? []).map(read),
    filters: tree.filters ?? [],
  };
}

/** How many conditions there are, branches about other things counted with what is in them. */
export function count(tree: Branch): number {
  const inside = tree.filterBranches.reduce((sum, each) => sum + count(each), 0);
  return tree.filters.length + inside + (tree.filterBranchType === "UNIFIED_EVENTS" ? 1 : 0);
}

/** Whether everything is filled in, so that the server can be asked. */
export function isComplete(tree: Branch): boolean {
  const inside = tree.filters.every(isFilled) && tree.filterBranches.every(isComplete);
  switch (tree.filterBranchType) {
    case "OR":
      return inside && tree.filterBranches.length > 0;
    case "UNIFIED_EVENTS":
      return inside && Boolean(tree.eventTypeId);
    default:
      return inside && tree.filters.length + tree.filterBranches.length > 0;
  }
}

function isFilled(filter: Filter): boolean {
  switch (filter.filterType) {
    case "PROPERTY":
      return Boolean(filter.property) && Object.values(filter.operation ?? {}).every(isGiven);
    case "IN_LIST":
      return Boolean(filter.listId ?? filter.metadata);
    case "PAGE_VIEW":
      return Boolean(filter.pageUrl);
    default:
      return true;
  }
}

function isGiven(value: unknown): boolean {
  if (Array.isArray(value)) return value.length > 0 && value.every(isGiven);
  return value !== "" && value !== undefined && value !== null && !Number.isNaN(value);
}

/** The list with another at a place; `null` takes it away. */
export function put<T>(all: T[], place: number, next: T | null): T[] {
  return next === null
    ? all.filter((_, each) => each !== place)
    : all.map((one, each) => (each === place ? next : one));
}

/** A member as text; "" for what is none. */
export function textOf(value: unknown): string {
  return typeof value === "string" || typeof value === "number" ? String(value) : "";
}

/** An object without one of its members. */
export function without<T extends object>(all: T, name: string): T {
  return Object.fromEntries(Object.entries(all).filter(([each]) => each !== name)) as T;
}

/** The lists that a tree asks about. */
export function listsIn(tree: Branch): Set<string> {
  const found = tree.filters.flatMap(({ listId }) => (typeof listId === "string" ? [listId] : []));
  return new Set([...found, ...tree.filterBranches.flatMap((each) => [...listsIn(each)])]);
}
