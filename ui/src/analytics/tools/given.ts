export const STEP_TYPES = ["visit", "page", "event", "form", "lifecycle"] as const;
export type StepType = (typeof STEP_TYPES)[number];

/** A step of a funnel; `value` is the path, the event, the form or the stage, empty for any. */
export interface Step {
  type: StepType;
  value: string;
}

/** What a person asks a tool for, besides the period: what an address holds, and a saved report. Of the traffic page `report`
 * is one of its panels, `path` how deep that is opened. */
export interface Given {
  path?: string[];
  metric?: string;
  report?: string;
  steps?: Step[];
  days?: number;
  interval?: string;
  page?: string;
  model?: string;
  by?: string;
  sql?: string;
  chart?: string;
}

const TEXTS = ["report", "metric", "interval", "page", "model", "by", "sql", "chart"] as const;

/** What can be understood of an address or of a saved report, which anybody may have written. */
export function validGiven(value: unknown): Given {
  if (typeof value !== "object" || value === null) return {};
  const found = value as Record<string, unknown>;
  const given: Given = {};
  for (const name of TEXTS) {
    const text = found[name];
    if (typeof text === "string") given[name] = text;
  }
  if (typeof found.days === "number") given.days = Math.min(365, Math.max(1, Math.round(found.days)));
  if (Array.isArray(found.path)) given.path = validPath(found.path);
  if (Array.isArray(found.steps)) given.steps = found.steps.flatMap(validStep).slice(0, 10);
  return given;
}

/** How deep a breakdown is opened: two levels at most. */
export function validPath(value: unknown): string[] {
  if (!Array.isArray(value)) return [];
  return value.filter((each) => typeof each === "string").slice(0, 2);
}

function validStep(value: unknown): Step[] {
  if (typeof value !== "object" || value === null) return [];
  const { type, value: text } = value as Record<string, unknown>;
  const known = STEP_TYPES.find((each) => each === type);
  return known ? [{ type: known, value: typeof text === "string" ? text : "" }] : [];
}
