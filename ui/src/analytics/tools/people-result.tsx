import { keepPreviousData, queryOptions, useQuery } from "@tanstack/react-query";

import { api, data } from "../../api/client";
import { Answered, Empty } from "../../shared/page";
import { t } from "../../shared/texts";
import type { Span } from "../period";
import { Figure, Rows } from "./rows";
import type { ResultProps } from "./tools";

export default function PeopleResult({ span, earlier, given, look }: ResultProps) {
  const { interval = "week" } = given;
  const query = useQuery(peopleQuery(span, interval));
  const before = useQuery({ ...peopleQuery(earlier ?? span, interval), enabled: earlier !== undefined });
  const was = earlier && !before.isPlaceholderData ? before.data?.visitors : undefined;
  return (
    <Answered query={query}>
      {({ visitors, results }) => {
        const figure = { label: t("People"), value: visitors, earlier: was };
        if (results.length === 0) return <Empty title={t("Nobody came in this period.")} />;
        return (
          <>
            {look === undefined && <Figure {...figure} />}
            <Rows
              look={look}
              charted
              name={t("People")}
              columns={[t("From"), t("People"), t("New visitors"), t("Sessions")]}
              rows={results.map((each) => [each.period, each.visitors, each.newVisitors, each.sessions])}
              drawn={1}
              figure={figure}
            />
          </>
        );
      }}
    </Answered>
  );
}

function peopleQuery(span: Span, interval: string) {
  return queryOptions({
    queryKey: ["unique visitors", span, interval],
    placeholderData: keepPreviousData,
    retry: false,
    queryFn: ({ signal }) => {
      const params = { query: { ...span, interval } };
      return data(api.GET("/analytics/v2/hubstead/unique-visitors", { params, signal }));
    },
  });
}
