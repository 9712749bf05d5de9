import { Skeleton } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { lazy, Suspense } from "react";

import { FailureAlert } from "../shared/failure-alert";
import { t } from "../shared/texts";
import { Headline } from "./headline";
import { Numbers } from "./numbers";
import { intervalOf, partsOf, type Span } from "./period";
import { METRICS, type Metric, type Row, seriesQuery, totalQuery, valueOf } from "./reports";
import type { Scope } from "./scope";

/** Drawing takes a library of its own, which is loaded behind the numbers. */
const TrafficChart = lazy(() => import("./traffic-chart"));

interface Props extends Scope {
  metric: Metric;
  onMetric: (metric: Metric) => void;
}

/** How much traffic there was, in sums and drawn over time. */
export function TrafficOverTime({ span, earlier, metric, onMetric }: Props) {
  const totals = useQuery(totalQuery("sources", span));
  const before = useQuery({ ...totalQuery("sources", earlier ?? span), enabled: earlier !== undefined });
  const series = useSeries(span, true);
  if (totals.error) return <FailureAlert error={totals.error} />;
  if (!totals.data) return <Skeleton h={340} role="status" aria-label={t("Loading")} />;
  return (
    <>
      <Headline
        totals={totals.data.totals}
        earlier={earlier && before.data?.totals}
        chosen={metric}
        onChoose={onMetric}
      />
      <Drawn span={span} earlier={earlier} metric={metric} />
      <Numbers days={series.days} series={series.rows} />
    </>
  );
}

/** One metric over time, beside what it was. */
export function Drawn({ span, earlier, metric }: Scope & { metric: Metric }) {
  const label = METRICS.find(({ value }) => value === metric)?.label ?? "";
  const series = useSeries(span, true);
  const before = useSeries(earlier ?? span, earlier !== undefined);
  const points = series.days.map((day, place) => ({
    day,
    now: valueOf(series.rows[day], metric),
    earlier: earlier && valueOf(before.rows[before.days[place] ?? ""], metric),
  }));
  return (
    <>
      <FailureAlert error={series.error} />
      <Suspense fallback={<Skeleton h={240} />}>
        <figure style={{ margin: 0 }} aria-label={t("{label} over time", { label })}>
          <TrafficChart points={points} label={label} />
        </figure>
      </Suspense>
    </>
  );
}

function useSeries(span: Span, enabled: boolean) {
  const interval = intervalOf(span);
  const query = useQuery({ ...seriesQuery("sources", span, interval), enabled });
  const rows: Record<string, Row> = query.data ?? {};
  return { days: partsOf(span, interval), rows, error: query.error };
}
