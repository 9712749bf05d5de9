import "@mantine/charts/styles.css";

import { AreaChart } from "@mantine/charts";
import { locale, t } from "../shared/texts";

export interface Point {
  day: string;
  now: number;
  earlier?: number | undefined;
}

/** A metric over the parts of a period, with the period before as a dashed line. The table below has the same numbers. */
export default function TrafficChart({ points, label }: { points: Point[]; label: string }) {
  const compared = points.some((point) => point.earlier !== undefined);
  return (
    <AreaChart
      h={240}
      data={points}
      dataKey="day"
      curveType="monotone"
      withDots={points.length < 2}
      series={[
        ...(compared
          ? [{ name: "earlier", label: t("Before"), color: "gray.5", strokeDasharray: "4 4" }]
          : []),
        { name: "now", label, color: "pine.6" },
      ]}
      xAxisProps={{ tickFormatter: short }}
      yAxisProps={{ allowDecimals: false, width: 44 }}
      fillOpacity={0.15}
      tickLine="none"
      gridAxis="x"
      areaProps={{ isAnimationActive: false }}
      areaChartProps={{ accessibilityLayer: false }}
    />
  );
}

function short(day: string): string {
  return new Date(day).toLocaleDateString(locale, { day: "numeric", month: "short", timeZone: "UTC" });
}
