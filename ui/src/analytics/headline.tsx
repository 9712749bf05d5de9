import { Text, UnstyledButton } from "@mantine/core";

import classes from "./analytics.module.css";
import { changeOf } from "./change";
import { type Metric, METRICS, type Row, valueOf } from "./reports";
import { locale } from "../shared/texts";

interface Props {
  totals: Row;
  /** The sums of the span before, where there is a comparison. */
  earlier: Row | undefined;
  chosen: Metric;
  onChoose: (metric: Metric) => void;
}

/** The sums of a period; the one that is chosen is drawn below. */
export function Headline({ totals, earlier, chosen, onChoose }: Props) {
  return (
    <div className={classes.metrics}>
      {METRICS.map(({ value: metric, label }) => (
        <UnstyledButton
          key={metric}
          className={classes.metric}
          aria-pressed={metric === chosen}
          onClick={() => onChoose(metric)}
        >
          <Text size="xs" c="var(--muted)">
            {label}
          </Text>
          <span className={classes.figure}>{valueOf(totals, metric).toLocaleString(locale)}</span>
          {earlier && (
            <Text size="xs" c="var(--muted)">
              {changeOf(valueOf(totals, metric), valueOf(earlier, metric))}
            </Text>
          )}
        </UnstyledButton>
      ))}
    </div>
  );
}
