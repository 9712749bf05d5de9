import { SimpleGrid, Text } from "@mantine/core";
import { keepPreviousData, useQuery } from "@tanstack/react-query";

import { api, data } from "../../api/client";
import { Answered, Empty } from "../../shared/page";
import { t } from "../../shared/texts";
import { page as short } from "../names";
import { type Row, totalQuery } from "../reports";
import { Bars } from "./bars";
import type { ResultProps } from "./tools";

/** The page that was asked for, else the one with the most views. */
export default function PathsResult({ span, given }: ResultProps) {
  const top = useQuery({ ...totalQuery("pages", span, [], 1), enabled: !given.page });
  const first = ((top.data?.breakdowns ?? []) as Row[])[0]?.breakdown;
  const page = given.page || (first === undefined ? "" : String(first));
  const query = useQuery({
    queryKey: ["paths", span, page],
    enabled: page !== "",
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => {
      const params = { query: { ...span, page, limit: 15 } };
      return data(api.GET("/analytics/v2/hubstead/paths", { params, signal }));
    },
  });
  if (!page && top.data) return <Empty title={t("No page was viewed in this period.")} />;
  return (
    <Answered query={{ data: query.data, error: query.error ?? top.error }}>
      {(paths) => (
        <>
          <Text size="sm" p="md" style={{ overflowWrap: "anywhere" }}>
            {t("{page}: {views} views, {entrances} began here, {exits} ended here.", {
              page: short(paths.page),
              views: paths.pageViews.toLocaleString(),
              entrances: paths.entrances.toLocaleString(),
              exits: paths.exits.toLocaleString(),
            })}
          </Text>
          <SimpleGrid cols={{ base: 1, sm: 2 }}>
            <Steps label={t("Before")} of={paths.pageViews} steps={paths.previous} />
            <Steps label={t("After")} of={paths.pageViews} steps={paths.next} />
          </SimpleGrid>
        </>
      )}
    </Answered>
  );
}

function Steps({
  label,
  of,
  steps,
}: {
  label: string;
  of: number;
  steps: { page: string; pageViews: number }[];
}) {
  return (
    <Bars
      label={label}
      columns={[label, t("Page views")]}
      rows={steps.map(({ page, pageViews }) => ({
        share: of ? pageViews / of : 0,
        cells: [short(page), pageViews.toLocaleString()],
      }))}
    />
  );
}
