import { Skeleton, Stack, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";

import { useProperties } from "../crm/definitions";
import { format, moment } from "../crm/format";
import type { ObjectType } from "../crm/object-types";
import type { CrmRecord } from "../crm/record";
import { useSurroundings } from "../crm/surroundings";
import { FailureAlert } from "../shared/failure-alert";
import { t } from "../shared/texts";
import { historyQuery, type Version } from "./record-query";
import classes from "./record.module.css";

interface Change {
  at: string;
  by: string;
  values: [string, string][];
}

const MOST = 50;

/** What changed of a record and when, newest first: values that were set at one moment stand together. */
export function Changes({ type, record }: { type: ObjectType; record: CrmRecord }) {
  const properties = useProperties(type.name);
  const around = useSurroundings(type);
  const names = useMemo(
    () =>
      [...properties.values()].filter((each) => !each.hidden && !each.calculated).map((each) => each.name),
    [properties],
  );
  const query = useQuery({ ...historyQuery(type.name, record.id, names), enabled: names.length > 0 });
  const changes = useMemo(() => together(query.data ?? {}), [query.data]);
  if (query.isPending) return <Skeleton h={120} role="status" aria-label={t("Loading")} />;
  return (
    <Stack gap={0}>
      <FailureAlert error={query.error} />
      {changes.slice(0, MOST).map((change) => (
        <div key={`${change.at} ${change.by}`} className={classes.change}>
          <Text size="xs" c="var(--muted)">
            {moment(change.at, around.timeZone)} · {change.by}
          </Text>
          {change.values.map(([name, value]) => (
            <Text size="sm" key={name}>
              <Text span c="var(--muted)" inherit>
                {properties.get(name)?.label ?? name}:
              </Text>{" "}
              {format(properties.get(name), value, around) || t("emptied")}
            </Text>
          ))}
        </div>
      ))}
    </Stack>
  );
}

export function together(history: Record<string, Version[]>): Change[] {
  const found = new Map<string, Change>();
  for (const [name, versions] of Object.entries(history)) {
    for (const version of versions) {
      const by = [version.sourceType.toLowerCase().replaceAll("_", " "), version.sourceId]
        .filter(Boolean)
        .join(" ");
      const key = `${version.timestamp} ${by}`;
      const change = found.get(key) ?? { at: version.timestamp, by, values: [] };
      change.values.push([name, version.value]);
      found.set(key, change);
    }
  }
  return [...found.values()].sort((one, other) => (one.at < other.at ? 1 : -1));
}
