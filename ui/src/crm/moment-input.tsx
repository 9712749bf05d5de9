import "@mantine/dates/styles.css";

import "dayjs/locale/de";

import { DateInput, DatesProvider, DateTimePicker } from "@mantine/dates";

import { firstWeekday } from "../calendar/days";
import { language } from "../shared/language";
import { t } from "../shared/texts";

interface Props {
  label: string;
  "data-autofocus": boolean | undefined;
  required: boolean | undefined;
  error?: string | undefined;
  type: "date" | "datetime";
  value: string;
  onChange: (value: string) => void;
  inside?: boolean;
}

/** A day, or a moment in the time of this browser. Values are the API's: `2026-03-01`, or ISO 8601 in UTC. */
export default function MomentInput(props: Props) {
  const firstDayOfWeek = (firstWeekday() % 7) as 0 | 1 | 2 | 3 | 4 | 5 | 6;
  return (
    <DatesProvider settings={{ locale: language, firstDayOfWeek }}>
      <Picker {...props} />
    </DatesProvider>
  );
}

function Picker({ type, value, onChange, inside = false, ...shared }: Props) {
  const popoverProps = { withinPortal: !inside };
  if (type === "date") {
    const day = value ? value.slice(0, 10) : null;
    return (
      <DateInput
        {...shared}
        popoverProps={popoverProps}
        value={day}
        onChange={(next) => onChange(next ?? "")}
        valueFormat="YYYY-MM-DD"
        clearable
        clearButtonProps={{ "aria-label": t("Clear") }}
      />
    );
  }
  const set = (next: string | null) => onChange(next ? new Date(next.replace(" ", "T")).toISOString() : "");
  return (
    <DateTimePicker
      {...shared}
      popoverProps={popoverProps}
      value={value ? new Date(value) : null}
      onChange={set}
      clearable
      clearButtonProps={{ "aria-label": t("Clear") }}
    />
  );
}
