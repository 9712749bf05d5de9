import { Skeleton } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { lazy, Suspense, useState } from "react";

import { Answered } from "../../shared/page";
import { t } from "../../shared/texts";
import { Breakdown } from "../breakdown";
import { Devices } from "../devices";
import { BREAKDOWNS, type Panel } from "../panels";
import { METRICS, type Metric, totalQuery, valueOf } from "../reports";
import type { Scope } from "../scope";
import { Drawn } from "../traffic-over-time";
import { Figure } from "./rows";
import type { ResultProps } from "./tools";

const WorldMap = lazy(() => import("../world-map"));

/** One part of the page about traffic, without the others. */
export default function TrafficResult({ given, look, ...scope }: ResultProps) {
  const metric = METRICS.find(({ value }) => value === given.metric)?.value ?? "visits";
  const panel = BREAKDOWNS.find(({ id }) => id === given.report);
  if (look === "number") return <Total {...scope} metric={panel?.metric ?? metric} counts={panel?.counts} />;
  return (
    <div style={{ padding: "8px 16px 16px" }}>
      {panel ? (
        <OpenBreakdown key={given.path?.join()} panel={panel} {...scope} first={given.path ?? []} />
      ) : given.report === "devices" ? (
        <Devices {...scope} />
      ) : given.report === "map" ? (
        <Suspense fallback={<Skeleton h={240} />}>
          <WorldMap span={scope.span} />
        </Suspense>
      ) : (
        <Drawn {...scope} metric={metric} />
      )}
    </div>
  );
}

/** Opened as it was saved; going deeper is for those who look, and stays with them. */
function OpenBreakdown({ first, ...rest }: Scope & { panel: Panel; first: string[] }) {
  const [path, setPath] = useState(first);
  return <Breakdown {...rest} path={path} onPath={setPath} />;
}

function Total({ span, earlier, metric, counts }: Scope & { metric: string; counts: string | undefined }) {
  const query = useQuery(totalQuery("sources", span));
  const before = useQuery({ ...totalQuery("sources", earlier ?? span), enabled: earlier !== undefined });
  const label = counts ?? METRICS.find(({ value }) => value === (metric as Metric))?.label ?? t("Sessions");
  return (
    <Answered query={query}>
      {({ totals }) => (
        <Figure
          label={label}
          value={valueOf(totals, metric)}
          earlier={earlier && before.data && valueOf(before.data.totals, metric)}
        />
      )}
    </Answered>
  );
}
