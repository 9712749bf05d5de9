import { useQuery } from "@tanstack/react-query";

import { Answered, Empty } from "../../shared/page";
import { t } from "../../shared/texts";
import { type Interval, partsOf } from "../period";
import { seriesQuery, valueOf } from "../reports";
import type { Named } from "./report-result";
import { isRate, METRIC_NAMES, metricsOf } from "./reports-list";
import { Rows } from "./rows";
import type { ResultProps } from "./tools";

interface Props extends ResultProps {
  report: Named;
  interval: Interval;
}

/** A report with a row for each day, week or month, whatever its breakdowns. */
export function ReportByPeriod({ span, look, report, interval }: Props) {
  const query = useQuery(seriesQuery(report.value, span, interval));
  return (
    <Answered query={query}>
      {(series) => {
        const metrics = metricsOf(Object.values(series));
        const [first] = metrics;
        if (first === undefined) return <Empty title={t("Nothing in this period.")} />;
        const days = partsOf(span, interval);
        return (
          <Rows
            key={report.value}
            look={look}
            charted
            kind="line"
            name={report.label}
            columns={[t("From"), ...metrics.map((metric) => METRIC_NAMES[metric] ?? metric)]}
            rows={days.map((day) => [day, ...metrics.map((metric) => valueOf(series[day], metric))])}
            shares={[false, ...metrics.map(isRate)]}
            drawn={1}
            figure={{
              label: METRIC_NAMES[first] ?? first,
              value: days.reduce((sum, day) => sum + valueOf(series[day], first), 0),
            }}
          />
        );
      }}
    </Answered>
  );
}
