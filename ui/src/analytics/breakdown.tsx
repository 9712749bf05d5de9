import { Anchor, Breadcrumbs, Skeleton, Text, UnstyledButton } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";

import { FailureAlert } from "../shared/failure-alert";
import { t } from "../shared/texts";
import classes from "./analytics.module.css";
import { nameOf } from "./names";
import type { Span } from "./period";
import { type Row, totalQuery, valueOf } from "./reports";

interface Props {
  title: string;
  report: string;
  span: Span;
  metric: string;
  /** What the numbers count, said beside the title. */
  counts: string;
  /** How often one can go deeper into a row. */
  depth?: number;
}

const FEW = 8;
const MANY = 100;

/** The rows of a report with the most, longest bar first; a row opens what is in it. */
export function Breakdown({ title, report, span, metric, counts, depth = 0 }: Props) {
  const [path, setPath] = useState<string[]>([]);
  const [all, setAll] = useState(false);
  const query = useQuery(totalQuery(report, span, path, all ? MANY : FEW));
  const rows = (query.data?.breakdowns ?? []) as Row[];
  const counted = rows.filter((row) => valueOf(row, metric) > 0);
  const most = Math.max(1, ...counted.map((row) => valueOf(row, metric)));
  return (
    <section className={classes.panel} aria-label={title}>
      <div className={classes.bar} style={{ marginBottom: 8 }}>
        <Text fw={600}>{title}</Text>
        <Text size="xs" c="var(--muted)">
          {counts}
        </Text>
      </div>
      {path.length > 0 && (
        <Breadcrumbs mb={8} fz="sm">
          <Anchor component="button" fz="sm" onClick={() => setPath([])}>
            {t("All")}
          </Anchor>
          {path.map((step, place) => (
            <Anchor
              component="button"
              fz="sm"
              key={step}
              onClick={() => setPath(path.slice(0, place + 1))}
              disabled={place === path.length - 1}
            >
              {nameOf(report, place > 0, step)}
            </Anchor>
          ))}
        </Breadcrumbs>
      )}
      <FailureAlert error={query.error} />
      {query.isPending && <Skeleton h={160} role="status" aria-label={t("Loading")} />}
      {query.isSuccess && counted.length === 0 && (
        <Text size="sm" c="var(--muted)" py="sm">
          {t("Nothing in this period.")}
        </Text>
      )}
      {counted.map((row) => {
        const breakdown = String(row.breakdown);
        const name = nameOf(report, path.length > 0, breakdown);
        const content = (
          <>
            <span className={classes.share} style={{ width: `${(100 * valueOf(row, metric)) / most}%` }} />
            <span className={classes.name} title={breakdown}>
              {name}
            </span>{" "}
            <span className={classes.value}>{valueOf(row, metric).toLocaleString()}</span>
          </>
        );
        return path.length < depth ? (
          <UnstyledButton
            key={breakdown}
            className={classes.row}
            onClick={() => setPath([...path, breakdown])}
          >
            {content}
          </UnstyledButton>
        ) : (
          <div key={breakdown} className={classes.row}>
            {content}
          </div>
        );
      })}
      {!all && (query.data?.total ?? 0) > FEW && (
        <Anchor component="button" fz="sm" mt={8} onClick={() => setAll(true)}>
          {t("Show more")}
        </Anchor>
      )}
    </section>
  );
}
