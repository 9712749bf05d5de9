import { Anchor, Breadcrumbs, Skeleton, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";

import { FailureAlert } from "../shared/failure-alert";
import { t } from "../shared/texts";
import { nameOf } from "./names";
import type { Panel } from "./panels";
import type { Span } from "./period";
import { type Row, totalQuery, valueOf } from "./reports";
import { ShareRows } from "./share-rows";

interface Props {
  panel: Panel;
  span: Span;
  earlier: Span | undefined;
  /** The rows that were opened, one in the other. */
  path: string[];
  onPath: (path: string[]) => void;
}

const FEW = 8;
const MANY = 100;

/** The rows of a report with the most, longest bar first; a row opens what is in it. */
export function Breakdown({ panel, span, earlier, path, onPath }: Props) {
  const { report, metric, depth } = panel;
  const [all, setAll] = useState(false);
  const query = useQuery(totalQuery(report, span, path, all ? MANY : FEW));
  const rows = (query.data?.breakdowns ?? []) as Row[];
  const counted = rows.filter((row) => valueOf(row, metric) > 0);
  const names = counted.map((row) => String(row.breakdown));
  const before = useQuery({
    ...totalQuery(report, earlier ?? span, path, MANY, names),
    enabled: earlier !== undefined && names.length > 0 && !query.isPlaceholderData,
  });
  const was = new Map(((before.data?.breakdowns ?? []) as Row[]).map((row) => [String(row.breakdown), row]));
  const compared = earlier !== undefined && before.isSuccess && !before.isPlaceholderData;
  return (
    <>
      {path.length > 0 && <Path report={report} path={path} onPath={onPath} />}
      <FailureAlert error={query.error} />
      {query.isPending && <Skeleton h={160} role="status" aria-label={t("Loading")} />}
      {query.isSuccess && counted.length === 0 && (
        <Text size="sm" c="var(--muted)" py="sm">
          {t("Nothing in this period.")}
        </Text>
      )}
      <ShareRows
        rows={counted.map((row) => {
          const breakdown = String(row.breakdown);
          return {
            key: breakdown,
            name: nameOf(report, path.length > 0, breakdown),
            value: valueOf(row, metric),
            earlier: compared ? valueOf(was.get(breakdown), metric) : undefined,
            onOpen: path.length < depth ? () => onPath([...path, breakdown]) : undefined,
          };
        })}
      />
      {!all && (query.data?.total ?? 0) > FEW && (
        <Anchor component="button" fz="sm" mt={8} onClick={() => setAll(true)}>
          {t("Show more")}
        </Anchor>
      )}
    </>
  );
}

function Path({
  report,
  path,
  onPath,
}: {
  report: string;
  path: string[];
  onPath: (path: string[]) => void;
}) {
  return (
    <Breadcrumbs mb={8} fz="sm">
      <Anchor component="button" fz="sm" onClick={() => onPath([])}>
        {t("All")}
      </Anchor>
      {path.map((step, place) => (
        <Anchor
          component="button"
          fz="sm"
          key={`${place} ${step}`}
          onClick={() => onPath(path.slice(0, place + 1))}
          disabled={place === path.length - 1}
        >
          {nameOf(report, place > 0, step)}
        </Anchor>
      ))}
    </Breadcrumbs>
  );
}
