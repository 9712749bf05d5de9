import { Group, Skeleton, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { lazy, Suspense } from "react";

import { useTitle } from "../app/use-title";
import { useSession } from "../session/session";
import { t } from "../shared/texts";
import classes from "./analytics.module.css";
import { Breakdown } from "./breakdown";
import { Devices } from "./devices";
import { Live } from "./live";
import { NoTraffic } from "./no-traffic";
import { NotOffered } from "./not-offered";
import { offers } from "./offered";
import { PanelFrame } from "./panel-frame";
import { BREAKDOWNS, PANELS } from "./panels";
import { everQuery, METRICS, type Metric } from "./reports";
import { SaveReport } from "./save-report";
import { ScopeBar } from "./scope-bar";
import { scopeOf, useToday } from "./scope";
import type { AnalyticsSearch } from "./search";
import { AnalyticsTabs } from "./tabs";
import { type Given, validPath } from "./tools/given";
import { TRAFFIC } from "./tools/tools";
import { TrafficOverTime } from "./traffic-over-time";

/** Drawing takes a library of its own, which is loaded behind the numbers. */
const WorldMap = lazy(() => import("./world-map"));

/** All about the traffic on one page: how much, from where, to which pages, and what became of it. */
export function AnalyticsPage() {
  useTitle(t("Analytics"));
  return offers(useSession(), TRAFFIC) ? <Shown /> : <NotOffered tool={TRAFFIC} />;
}

function Shown() {
  const search = useSearch({ from: "/inside/app/analytics" });
  const navigate = useNavigate();
  const change = (given: AnalyticsSearch) =>
    void navigate({ to: "/app/analytics", search: { ...search, ...given }, replace: true });
  const asked = { compare: "before" as const, ...search };
  const scope = scopeOf(asked, useToday());
  const metric = METRICS.find(({ value }) => value === search.metric)?.value ?? "visits";
  const ever = useQuery(everQuery);
  return (
    <div className={classes.page}>
      <AnalyticsTabs />
      <div className={classes.bar}>
        <Group gap="md">
          <Title order={1} size="h3">
            {t("Analytics")}
          </Title>
          <Live view={search.view} />
        </Group>
        <Group gap="xs">
          <ScopeBar asked={asked} comparison="before" onChange={change} />
          <SaveReport
            panels={PANELS}
            reportFor={(report) => ({ ...asked, tool: TRAFFIC.id, given: panelOf(report, search, metric) })}
            open={search.saved}
            onSaved={(saved) => change({ saved })}
          />
        </Group>
      </div>
      {ever.data === false ? (
        <NoTraffic />
      ) : (
        <section className={classes.panel} aria-label={t("Traffic")}>
          <TrafficOverTime {...scope} metric={metric} onMetric={(chosen) => change({ metric: chosen })} />
        </section>
      )}
      <div className={classes.cards}>
        {BREAKDOWNS.map((panel) => (
          <PanelFrame key={panel.id} title={panel.label} counts={panel.counts}>
            <Breakdown
              panel={panel}
              {...scope}
              path={validPath(search.drill?.[panel.id])}
              onPath={(path) => change({ drill: { ...search.drill, [panel.id]: path } })}
            />
          </PanelFrame>
        ))}
        <PanelFrame title={t("Devices")} counts={t("Sessions")}>
          <Devices {...scope} />
        </PanelFrame>
      </div>
      <div style={{ marginTop: 16 }}>
        <PanelFrame title={t("Map")} counts={t("Sessions")}>
          <Suspense fallback={<Skeleton h={320} />}>
            <WorldMap span={scope.span} />
          </Suspense>
        </PanelFrame>
      </div>
    </div>
  );
}

/** One panel of the page, as it is. */
function panelOf(report: string, { drill }: AnalyticsSearch, metric: Metric): Given {
  const path = validPath(drill?.[report]);
  return { report, ...(report === "time" && { metric }), ...(path.length > 0 && { path }) };
}
