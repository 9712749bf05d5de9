import { Group, NumberInput, Select, TextInput } from "@mantine/core";
import { Suspense } from "react";

import { useOwners } from "../crm/definitions";
import { lazySoon } from "../shared/lazy-soon";
import { t } from "../shared/texts";
import type { Draft } from "./draft";

/** The calendar is large and seldom needed at once. */
const MomentInput = lazySoon(() => import("../crm/moment-input"));

interface Props {
  draft: Draft;
  change: (values: Record<string, string>) => void;
}

/** What an activity has besides its words: when, how long, how urgent, for whom. */
export function ComposerFields({ draft, change }: Props) {
  const owners = useOwners();
  if (draft.kind === "note") return null;
  return (
    <Group gap="xs" align="flex-end" grow preventGrowOverflow={false}>
      <Suspense fallback={<TextInput label={WHEN[draft.kind]} disabled />}>
        <MomentInput
          label={WHEN[draft.kind]}
          data-autofocus={undefined}
          required={draft.kind === "meeting"}
          type="datetime"
          value={draft.at ?? ""}
          onChange={(at) => change({ at })}
        />
      </Suspense>
      {draft.kind === "call" && (
        <>
          <Select
            label={t("Who called")}
            data={DIRECTIONS}
            value={draft.direction ?? "OUTBOUND"}
            onChange={(direction) => change({ direction: direction ?? "OUTBOUND" })}
          />
          <NumberInput
            label={t("Minutes")}
            min={0}
            value={draft.minutes ?? ""}
            onChange={(minutes) => change({ minutes: String(minutes) })}
          />
        </>
      )}
      {draft.kind === "task" && (
        <>
          <Select
            label={t("Priority")}
            data={PRIORITIES}
            value={draft.priority ?? "NONE"}
            onChange={(priority) => change({ priority: priority ?? "NONE" })}
          />
          <Select
            label={t("For")}
            placeholder={t("Me")}
            data={[...owners].map(([value, label]) => ({ value, label }))}
            value={draft.owner ?? null}
            onChange={(owner) => change({ owner: owner ?? "" })}
            searchable
            clearable
          />
        </>
      )}
      {draft.kind === "meeting" && (
        <NumberInput
          label={t("Hours")}
          min={0.25}
          step={0.25}
          value={draft.hours ?? 1}
          onChange={(hours) => change({ hours: String(hours) })}
        />
      )}
    </Group>
  );
}

const WHEN = {
  call: t("When (now)"),
  email: t("When (now)"),
  task: t("Due (now)"),
  meeting: t("Starts"),
};
const DIRECTIONS = [
  { value: "OUTBOUND", label: t("We did") },
  { value: "INBOUND", label: t("They did") },
];
const PRIORITIES = [
  { value: "NONE", label: t("None") },
  { value: "LOW", label: t("Low") },
  { value: "MEDIUM", label: t("Medium") },
  { value: "HIGH", label: t("High") },
];
