import { keepPreviousData, queryOptions, useQuery } from "@tanstack/react-query";

import { api, data } from "../../api/client";
import { Answered, Empty } from "../../shared/page";
import { t } from "../../shared/texts";
import { nameOf } from "../names";
import type { Span } from "../period";
import type { Value } from "./csv";
import type { Given } from "./given";
import { Rows } from "./rows";
import type { ResultProps } from "./tools";

export default function AttributionResult({ span, earlier, given, look }: ResultProps) {
  const query = useQuery(attributionQuery(span, given));
  const before = useQuery({ ...attributionQuery(earlier ?? span, given), enabled: earlier !== undefined });
  const was = earlier && !before.isPlaceholderData ? before.data : undefined;
  const detailed = given.by === "detail";
  return (
    <Answered query={query}>
      {(rows) =>
        rows.length === 0 ? (
          <Empty title={t("No deal was won in this period.")} />
        ) : (
          <Rows
            look={look}
            name={t("Revenue by source")}
            columns={[t("Source"), ...(detailed ? [t("Detail")] : []), t("Deals"), t("Revenue")]}
            rows={rows}
            earlier={was}
            drawn={detailed ? 3 : 2}
            figure={{ label: t("Revenue"), value: revenue(rows), earlier: was && revenue(was) }}
          />
        )
      }
    </Answered>
  );
}

function attributionQuery(span: Span, { model = "first", by = "source" }: Given) {
  return queryOptions({
    queryKey: ["attribution", span, model, by],
    placeholderData: keepPreviousData,
    retry: false,
    queryFn: async ({ signal }): Promise<Value[][]> => {
      const params = { query: { ...span, model, by } };
      const { results } = await data(api.GET("/analytics/v2/hubstead/attribution", { params, signal }));
      return results.map(({ source, detail, deals, revenue }) => [
        nameOf("sources", false, source),
        ...(by === "detail" ? [detail || "–"] : []),
        deals,
        revenue,
      ]);
    },
  });
}

/** The last column of all rows. */
function revenue(rows: Value[][]): number {
  return rows.reduce((sum, row) => sum + Number(row.at(-1) ?? 0), 0);
}
