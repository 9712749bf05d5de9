import { Button } from "@mantine/core";

import { t } from "../shared/texts";
import classes from "./timeline.module.css";
import { type FilterName, FILTERS } from "./timeline-query";

interface Props {
  /** None chosen: everything is shown. */
  chosen: readonly FilterName[];
  onChange: (chosen: readonly FilterName[]) => void;
}

/** The kinds of entries, each of which can be chosen beside others. */
export function TimelineFilters({ chosen, onChange }: Props) {
  const turn = (value: FilterName) =>
    onChange(chosen.includes(value) ? chosen.filter((each) => each !== value) : [...chosen, value]);
  return (
    <div className={classes.bar} role="group" aria-label={t("What is shown")}>
      <Kind label={t("Everything")} on={chosen.length === 0} onClick={() => onChange([])} />
      {FILTERS.map(({ value, label }) => (
        <Kind key={value} label={label} on={chosen.includes(value)} onClick={() => turn(value)} />
      ))}
    </div>
  );
}

function Kind({ label, on, onClick }: { label: string; on: boolean; onClick: () => void }) {
  return (
    <Button size="compact-xs" variant={on ? "light" : "default"} aria-pressed={on} onClick={onClick}>
      {label}
    </Button>
  );
}
