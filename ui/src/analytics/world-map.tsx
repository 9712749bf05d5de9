import { Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { geoNaturalEarth1, geoPath } from "d3-geo";
import { useState } from "react";
import { feature } from "topojson-client";
import type { GeometryCollection, Topology } from "topojson-specification";
import atlas from "world-atlas/countries-110m.json";

import { t, tn } from "../shared/texts";
import classes from "./analytics.module.css";
import { COUNTRY_NUMBERS } from "./country-numbers";
import { country } from "./names";
import type { Span } from "./period";
import { type Row, totalQuery, valueOf } from "./reports";

const WIDTH = 960;
const HEIGHT = 440;
const MOST_ROWS = 300;

const SHAPES = shapes();

/** Where sessions came from, the more the darker. The card of countries has the same numbers as a list. */
export default function WorldMap({ span }: { span: Span }) {
  const rows = (useQuery(totalQuery("geolocation", span, [], MOST_ROWS)).data?.breakdowns ?? []) as Row[];
  const sessions = new Map(rows.map((row) => [String(row.breakdown).toUpperCase(), valueOf(row, "visits")]));
  const most = Math.max(1, ...[...sessions].filter(([code]) => code !== "UNKNOWN").map(([, count]) => count));
  const [pointed, setPointed] = useState<string | null>(null);
  const count = sessions.get(pointed ?? "") ?? 0;
  return (
    <>
      <Text size="xs" c="var(--muted)" ta="right">
        {pointed
          ? `${country(pointed)}: ${tn(count, "{count} session", "{count} sessions")}`
          : t("Point at a country to see how many.")}
      </Text>
      <svg
        className={classes.map}
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        role="img"
        aria-label={t("Map of sessions by country; the list of countries below has the numbers")}
        onPointerLeave={() => setPointed(null)}
      >
        {SHAPES.map(({ id, code, outline }) => {
          const visits = sessions.get(code) ?? 0;
          const strength = visits ? Math.round(25 + 75 * Math.sqrt(visits / most)) : 0;
          return (
            <path
              key={id}
              d={outline}
              style={{ fill: `color-mix(in srgb, var(--mantine-color-pine-6) ${strength}%, var(--land))` }}
              onPointerEnter={() => setPointed(code || null)}
            />
          );
        })}
      </svg>
    </>
  );
}

/** Outlines of all countries but Antarctica, which only takes room. */
function shapes(): { id: string; code: string; outline: string }[] {
  const topology = atlas as unknown as Topology<{ countries: GeometryCollection }>;
  const { features } = feature(topology, topology.objects.countries);
  const lands = features.filter(({ id }) => id !== "010");
  const all = { type: "FeatureCollection" as const, features: lands };
  const path = geoPath(geoNaturalEarth1().fitSize([WIDTH, HEIGHT], all));
  return lands.map((land, place) => ({
    id: `${land.id ?? "none"} ${place}`,
    code: COUNTRY_NUMBERS[String(land.id)] ?? "",
    outline: path(land) ?? "",
  }));
}
