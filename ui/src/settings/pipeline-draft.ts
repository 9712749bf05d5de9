import type { components } from "../api/client";
import type { Pipeline } from "../crm/definitions";

export type PipelineInput = components["schemas"]["PipelineInput"];

/** A stage while it is edited; one without an id is new. `key` tells rows apart. */
export interface StageDraft {
  key: string;
  id?: string;
  label: string;
  metadata: Record<string, string>;
}

export interface PipelineDraft {
  label: string;
  stages: StageDraft[];
}

/** What stages of a type say of their records: deals a probability, tickets and own types whether they are closed. */
export type Says = "probability" | "ticketState" | "state" | "";

export function saysOf(typeId: string): Says {
  if (typeId === "0-3") return "probability";
  if (typeId === "0-5") return "ticketState";
  return typeId.startsWith("2-") ? "state" : "";
}

let made = 0;

export function newStage(says: Says): StageDraft {
  made += 1;
  const metadata: Record<string, string> =
    says === "probability" ? { probability: "0.5" } : says ? { [says]: "OPEN" } : {};
  return { key: `new ${made}`, label: "", metadata };
}

export function draftOf(pipeline: Pipeline | undefined, says: Says): PipelineDraft {
  if (!pipeline) return { label: "", stages: [newStage(says)] };
  const stages = [...pipeline.stages].sort((one, other) => one.displayOrder - other.displayOrder);
  return {
    label: pipeline.label,
    stages: stages.map(({ id, label, metadata }) => ({
      key: id,
      id,
      label,
      metadata: { ...metadata },
    })),
  };
}

/** The stages with the one at `from` standing at `to`; places beyond the ends are the ends. */
export function moved<T>(stages: readonly T[], from: number, to: number): T[] {
  const left = stages.filter((_, place) => place !== from);
  const stage = stages[from];
  const place = Math.max(0, Math.min(to, left.length));
  return stage === undefined ? left : [...left.slice(0, place), stage, ...left.slice(place)];
}

/** The draft as the API takes it: stages in their order, `isClosed` left to the server, which makes it of the rest. */
export function inputOf(draft: PipelineDraft, displayOrder: number): PipelineInput {
  return {
    label: draft.label.trim(),
    displayOrder,
    stages: draft.stages.map(({ id, label, metadata }, place) => ({
      label: label.trim(),
      displayOrder: place,
      metadata: Object.fromEntries(Object.entries(metadata).filter(([name]) => name !== "isClosed")),
      ...(id ? { stageId: id } : {}),
    })),
  };
}
