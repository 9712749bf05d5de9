import { ActionIcon, Button, Group, NumberInput, Select, Stack } from "@mantine/core";
import { IconTrash } from "@tabler/icons-react";
import { useState } from "react";

import { t } from "../../shared/texts";
import { FIRST_STEPS } from "./funnel-query";
import type { Step, StepType } from "./given";
import { STEP_VALUES } from "./step-value";
import type { FormProps } from "./tools";

const KINDS: { value: StepType; label: string }[] = [
  { value: "visit", label: t("Visited the site") },
  { value: "page", label: t("Viewed a page") },
  { value: "form", label: t("Sent a form") },
  { value: "event", label: t("Did an event") },
  { value: "lifecycle", label: t("Reached a lifecycle stage") },
];

/** The steps of a funnel; they are asked for when the person says so, not at each key. */
export default function FunnelForm({ given, onChange }: FormProps) {
  const [steps, setSteps] = useState(given.steps ?? FIRST_STEPS);
  const [days, setDays] = useState<number>(given.days ?? 30);
  const asked = JSON.stringify([given.steps, given.days]);
  const [shown, setShown] = useState(asked);
  if (asked !== shown) {
    setShown(asked);
    setSteps(given.steps ?? FIRST_STEPS);
    setDays(given.days ?? 30);
  }
  const change = (place: number, step: Step) =>
    setSteps(steps.map((each, at) => (at === place ? step : each)));
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        onChange({ ...given, steps, days });
      }}
    >
      <Stack gap="xs" component="ol" p={0} m={0}>
        {steps.map((step, place) => {
          const number = place + 1;
          const Value = STEP_VALUES[step.type];
          return (
            <Group key={place} component="li" gap="xs" wrap="wrap">
              <Select
                w={270}
                aria-label={t("Step {number}", { number })}
                allowDeselect={false}
                data={KINDS}
                value={step.type}
                onChange={(type) => type && change(place, { type, value: "" })}
              />
              {Value && (
                <Value
                  label={t("What of step {number}", { number })}
                  value={step.value}
                  onChange={(value) => change(place, { ...step, value })}
                />
              )}
              <ActionIcon
                variant="subtle"
                color="gray"
                aria-label={t("Remove step {number}", { number })}
                disabled={steps.length === 1}
                onClick={() => setSteps(steps.filter((_, at) => at !== place))}
              >
                <IconTrash size={16} />
              </ActionIcon>
            </Group>
          );
        })}
      </Stack>
      <Group mt="sm" align="flex-end">
        <NumberInput
          label={t("Days from the first step")}
          w={220}
          min={1}
          max={365}
          allowDecimal={false}
          value={days}
          onChange={(value) => setDays(Number(value) || 1)}
        />
        <Button
          variant="default"
          disabled={steps.length === 10}
          onClick={() => setSteps([...steps, { type: "page", value: "" }])}
        >
          {t("Add step")}
        </Button>
        <Button type="submit">{t("Show funnel")}</Button>
      </Group>
    </form>
  );
}
