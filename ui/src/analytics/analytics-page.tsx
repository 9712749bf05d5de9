import { Group, Select, Skeleton, Switch, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { lazy, Suspense } from "react";

import { useTitle } from "../app/use-title";
import { useSession } from "../session/session";
import { todayIn } from "../shared/days";
import { FailureAlert } from "../shared/failure-alert";
import { t } from "../shared/texts";
import classes from "./analytics.module.css";
import { Breakdown } from "./breakdown";
import { Headline } from "./headline";
import { Live } from "./live";
import { NoTraffic } from "./no-traffic";
import { Numbers } from "./numbers";
import { before, type Interval, intervalOf, partsOf, PERIODS, type Span, spanOf } from "./period";
import { everQuery, METRICS, seriesQuery, totalQuery, valueOf } from "./reports";
import type { AnalyticsSearch } from "./search";
import { AnalyticsTabs } from "./tabs";

/** Drawing takes a library of its own, which is loaded behind the numbers. */
const TrafficChart = lazy(() => import("./traffic-chart"));
const WorldMap = lazy(() => import("./world-map"));

/** All about the traffic on one page: how much, from where, to which pages, and what became of it. */
export function AnalyticsPage() {
  const search = useSearch({ from: "/inside/app/analytics" });
  const { period = "30d", compare = true } = search;
  const navigate = useNavigate();
  const change = (given: AnalyticsSearch) =>
    void navigate({ to: "/app/analytics", search: { ...search, ...given }, replace: true });
  useTitle(t("Analytics"));
  const session = useSession();
  const span = spanOf(period, todayIn(session?.timeZone ?? "UTC"));
  return (
    <div className={classes.page}>
      <AnalyticsTabs />
      <div className={classes.bar}>
        <Group gap="md">
          <Title order={1} size="h3">
            {t("Analytics")}
          </Title>
          <Live />
        </Group>
        <Group gap="sm">
          <Switch
            size="xs"
            label={t("Compare with the time before")}
            checked={compare}
            onChange={(event) => change({ compare: event.currentTarget.checked })}
          />
          <Select
            size="xs"
            w={150}
            aria-label={t("Period")}
            allowDeselect={false}
            data={[...PERIODS]}
            value={period}
            onChange={(value) => value && change({ period: value })}
          />
        </Group>
      </div>
      <Traffic span={span} compare={compare} search={search} onChange={change} />
      <div className={classes.cards}>
        <Breakdown
          title={t("Sources")}
          report="sources"
          span={span}
          metric="visits"
          counts={t("Sessions")}
          depth={2}
        />
        <Breakdown title={t("Pages")} report="pages" span={span} metric="rawViews" counts={t("Page views")} />
        <Breakdown
          title={t("Countries")}
          report="geolocation"
          span={span}
          metric="visits"
          counts={t("Sessions")}
        />
        <Breakdown
          title={t("Campaigns")}
          report="utm-campaigns"
          span={span}
          metric="visits"
          counts={t("Sessions")}
        />
      </div>
      <Suspense fallback={<Skeleton h={320} mt="md" />}>
        <WorldMap span={span} />
      </Suspense>
    </div>
  );
}

interface TrafficProps {
  span: Span;
  compare: boolean;
  search: AnalyticsSearch;
  onChange: (given: AnalyticsSearch) => void;
}

function Traffic({ span, compare, search, onChange }: TrafficProps) {
  const { metric = "visits" } = search;
  const interval = intervalOf(span);
  const totals = useQuery(totalQuery("sources", span));
  const earlier = useQuery({ ...totalQuery("sources", before(span)), enabled: compare });
  const series = useSeries(span, interval, true);
  const earlierSeries = useSeries(before(span), interval, compare);
  const ever = useQuery(everQuery);
  if (ever.data === false) return <NoTraffic />;
  if (totals.error) return <FailureAlert error={totals.error} />;
  if (!totals.data) return <Skeleton h={340} role="status" aria-label={t("Loading")} />;
  const label = METRICS.find((each) => each.value === metric)?.label ?? "";
  const points = series.days.map((day, place) => ({
    day,
    now: valueOf(series.rows[day], metric),
    earlier: compare ? valueOf(earlierSeries.rows[earlierSeries.days[place] ?? ""], metric) : undefined,
  }));
  return (
    <section className={classes.panel} aria-label={t("Traffic")}>
      <Headline
        totals={totals.data.totals}
        earlier={compare ? earlier.data?.totals : undefined}
        chosen={metric}
        onChoose={(chosen) => onChange({ metric: chosen })}
      />
      <FailureAlert error={series.error} />
      <Suspense fallback={<Skeleton h={240} />}>
        <figure style={{ margin: 0 }} aria-label={t("{metric} over time", { metric: label })}>
          <TrafficChart points={points} label={label} />
        </figure>
      </Suspense>
      <Numbers days={series.days} series={series.rows} />
    </section>
  );
}

function useSeries(span: Span, interval: Interval, enabled: boolean) {
  const query = useQuery({ ...seriesQuery("sources", span, interval), enabled });
  return { days: partsOf(span, interval), rows: query.data ?? {}, error: query.error };
}
