import { NumberInput, Select } from "@mantine/core";

import { t } from "../shared/texts";

type Refined = Record<string, unknown>;

interface Props {
  of: Refined;
  onChange: (next: Refined) => void;
}

/** In which time something happened: at any time, or in the last days. */
export function Period({ of, onChange }: Props) {
  const { pruningRefineBy, ...rest } = of;
  const lately = pruningRefineBy as { type: string; timeOffset?: { amount: number } } | undefined;
  const within = (amount: number) => ({
    ...rest,
    pruningRefineBy: {
      type: "RELATIVE_COMPARATIVE",
      comparison: "AFTER",
      timeOffset: { amount, timeUnit: "DAYS", offsetDirection: "PAST" },
    },
  });
  if (lately && lately.type !== "RELATIVE_COMPARATIVE") return <code>{JSON.stringify(lately)}</code>;
  return (
    <>
      <Select
        size="xs"
        w={140}
        label={t("When")}
        data={[
          { value: "ever", label: t("at any time") },
          { value: "lately", label: t("in the last days") },
        ]}
        value={lately ? "lately" : "ever"}
        onChange={(value) => onChange(value === "lately" ? within(30) : rest)}
        allowDeselect={false}
      />
      {lately && (
        <NumberInput
          size="xs"
          w={90}
          label={t("Days")}
          min={1}
          max={36_500}
          allowDecimal={false}
          value={lately.timeOffset?.amount ?? 30}
          onChange={(value) => onChange(within(Math.max(1, Number(value) || 1)))}
        />
      )}
    </>
  );
}
