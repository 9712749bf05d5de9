import { Autocomplete, Group, NumberInput, Select } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";

import { eventsQuery } from "../crm/happenings";
import { t } from "../shared/texts";
import { type Branch, textOf, without } from "./filter-tree";
import { Period } from "./period";

/** An event that happened to a record, or did not: which, how often, in which time. */
export function EventHead({ branch, onChange }: { branch: Branch; onChange: (branch: Branch) => void }) {
  const names = useQuery(eventsQuery).data ?? [];
  const times = (branch.coalescingRefineBy as { minOccurrences?: number } | undefined)?.minOccurrences ?? 1;
  const rest = without(branch, "coalescingRefineBy");
  return (
    <Group gap="xs" align="flex-end" style={{ flex: 1 }}>
      <Select
        size="xs"
        w={140}
        label={t("Event")}
        data={[
          { value: "HAS_COMPLETED", label: t("happened") },
          { value: "HAS_NOT_COMPLETED", label: t("did not happen") },
        ]}
        value={branch.operator ?? "HAS_COMPLETED"}
        onChange={(operator) => operator && onChange({ ...branch, operator })}
        allowDeselect={false}
      />
      <Autocomplete
        size="xs"
        style={{ flex: "1 1 200px" }}
        label={t("Name of the event")}
        data={names}
        value={textOf(branch.eventTypeId)}
        onChange={(eventTypeId) => onChange({ ...branch, eventTypeId })}
      />
      {!branch.pruningRefineBy && (
        <NumberInput
          size="xs"
          w={110}
          label={t("Times at least")}
          min={1}
          allowDecimal={false}
          value={times}
          onChange={(value) =>
            onChange(
              Number(value) > 1
                ? {
                    ...rest,
                    coalescingRefineBy: { type: "NUM_OCCURRENCES", minOccurrences: Number(value) },
                  }
                : rest,
            )
          }
        />
      )}
      {times === 1 && <Period of={branch} onChange={(next) => onChange(next as Branch)} />}
    </Group>
  );
}
