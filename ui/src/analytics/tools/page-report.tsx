import { Anchor, Group, Text } from "@mantine/core";
import { keepPreviousData, useQuery } from "@tanstack/react-query";

import { api, data } from "../../api/client";
import { Answered, Empty } from "../../shared/page";
import { t } from "../../shared/texts";
import { nameOf } from "../names";
import { type Row, valueOf } from "../reports";
import type { Named } from "./report-result";
import { isRate, METRIC_NAMES, metricsOf } from "./reports-list";
import { Rows } from "./rows";
import type { ResultProps } from "./tools";

interface Props extends ResultProps {
  report: Named;
  page: string;
}

/** Where the views of one page came from; the page is known by its id. */
export function PageReport({ span, given, look, onGiven, report, page }: Props) {
  const path = { contentType: report.value, pageId: page };
  const query = useQuery({
    queryKey: ["page sources", path, span],
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) =>
      data(
        api.GET("/analytics/v2/reports/{contentType}/{pageId}/sources/total", {
          params: { path, query: { ...span, limit: 350 } },
          signal,
        }),
      ),
  });
  return (
    <>
      <Group gap="xs" px="md" pt="sm">
        {onGiven && (
          <Anchor component="button" fz="sm" onClick={() => onGiven({ ...given, page: "" })}>
            {t("All: {report}", { report: report.label })}
          </Anchor>
        )}
        <Text size="sm" c="var(--muted)">
          {t("Sources of {page}", { page })}
        </Text>
      </Group>
      <Answered query={query}>
        {({ breakdowns }) => {
          const rows = breakdowns as Row[];
          const metrics = metricsOf(rows);
          if (rows.length === 0) return <Empty title={t("Nothing in this period.")} />;
          return (
            <Rows
              look={look}
              name={t("Sources of {page}", { page })}
              columns={[t("Source"), ...metrics.map((metric) => METRIC_NAMES[metric] ?? metric)]}
              rows={rows.map((row) => [
                nameOf("sources", false, String(row.breakdown)),
                ...metrics.map((metric) => valueOf(row, metric)),
              ])}
              shares={[false, ...metrics.map(isRate)]}
              drawn={1}
              figure={{
                label: METRIC_NAMES[metrics[0] ?? ""] ?? "",
                value: rows.reduce((sum, row) => sum + valueOf(row, metrics[0] ?? ""), 0),
              }}
            />
          );
        }}
      </Answered>
    </>
  );
}
