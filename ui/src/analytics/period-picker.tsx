import { Button, Group, Popover, Stack, TextInput } from "@mantine/core";
import { IconCalendar, IconCheck } from "@tabler/icons-react";
import { useState } from "react";

import { t } from "../shared/texts";
import classes from "./analytics.module.css";
import { daysLabel, freePeriod, periodLabel, PERIODS, spanOf } from "./period";

interface Props {
  /** `undefined` where `none` says what that means. */
  period: string | undefined;
  today: string;
  onChange: (period: string | undefined) => void;
  /** The words for no period, where that can be chosen. */
  none?: string;
}

/** One of the usual periods, or days of one's own. */
export function PeriodPicker({ period, today, onChange, none }: Props) {
  const [opened, setOpened] = useState(false);
  const choose = (chosen: string | undefined) => {
    setOpened(false);
    onChange(chosen);
  };
  const label = period === undefined ? (none ?? "") : periodLabel(period);
  return (
    <Popover
      opened={opened}
      onChange={setOpened}
      position="bottom-end"
      width={330}
      shadow="md"
      trapFocus
      returnFocus
    >
      <Popover.Target>
        <Button
          size="xs"
          variant="default"
          leftSection={<IconCalendar size={14} />}
          aria-label={t("Period: {period}", { period: label })}
          title={period === undefined ? undefined : daysLabel(spanOf(period, today))}
          onClick={() => setOpened(!opened)}
        >
          {label}
        </Button>
      </Popover.Target>
      <Popover.Dropdown>
        <Stack gap="xs">
          <div className={classes.periods} role="group" aria-label={t("Usual periods")}>
            {none !== undefined && (
              <Choice label={none} chosen={period === undefined} onChoose={() => choose(undefined)} />
            )}
            {PERIODS.map(({ value, label }) => (
              <Choice key={value} label={label} chosen={value === period} onChoose={() => choose(value)} />
            ))}
          </div>
          <Days
            key={period}
            {...spanOf(period ?? "", today)}
            today={today}
            onChoose={(start, end) => choose(freePeriod(start, end))}
          />
        </Stack>
      </Popover.Dropdown>
    </Popover>
  );
}

function Choice({ label, chosen, onChoose }: { label: string; chosen: boolean; onChoose: () => void }) {
  return (
    <Button
      size="xs"
      variant={chosen ? "light" : "subtle"}
      color={chosen ? "pine" : "gray"}
      justify="space-between"
      rightSection={chosen ? <IconCheck size={14} /> : undefined}
      aria-pressed={chosen}
      {...(chosen && { "data-autofocus": true })}
      onClick={onChoose}
    >
      {label}
    </Button>
  );
}

interface DaysProps {
  start: string;
  end: string;
  today: string;
  onChoose: (start: string, end: string) => void;
}

function Days({ start, end, today, onChoose }: DaysProps) {
  const [first, setFirst] = useState(start);
  const [last, setLast] = useState(end);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (first && last) onChoose(first, last);
      }}
    >
      <Group gap="xs" grow>
        <Day label={t("From")} value={first} latest={today} onChange={setFirst} />
        <Day label={t("Until")} value={last} latest={today} onChange={setLast} />
      </Group>
      <Button type="submit" size="xs" mt="xs" fullWidth variant="default">
        {t("Show these days")}
      </Button>
    </form>
  );
}

interface DayProps {
  label: string;
  value: string;
  latest: string;
  onChange: (day: string) => void;
}

function Day({ label, value, latest, onChange }: DayProps) {
  return (
    <TextInput
      size="xs"
      type="date"
      label={label}
      required
      withAsterisk={false}
      min="2000-01-01"
      max={latest}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}
