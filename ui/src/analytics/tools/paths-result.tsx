import { SimpleGrid, Text } from "@mantine/core";
import { keepPreviousData, queryOptions, useQuery } from "@tanstack/react-query";

import { api, data } from "../../api/client";
import { Answered, Empty } from "../../shared/page";
import { locale, t } from "../../shared/texts";
import { page as short } from "../names";
import type { Span } from "../period";
import { type Row, totalQuery } from "../reports";
import { Bars } from "./bars";
import type { ResultProps } from "./tools";

const SHOWN = 15;
const MOST_EARLIER = 100;

interface Step {
  page: string;
  pageViews: number;
}

/** The page that was asked for, else the one with the most views. */
export default function PathsResult({ span, earlier, given }: ResultProps) {
  const top = useQuery({ ...totalQuery("pages", span, [], 1), enabled: !given.page });
  const first = ((top.data?.breakdowns ?? []) as Row[])[0]?.breakdown;
  const page = given.page || (first === undefined ? "" : String(first));
  const query = useQuery(pathsQuery(span, page, SHOWN));
  const before = useQuery({
    ...pathsQuery(earlier ?? span, page, MOST_EARLIER),
    enabled: page !== "" && earlier !== undefined,
  });
  const was = earlier && !before.isPlaceholderData ? before.data : undefined;
  if (!page && top.data) return <Empty title={t("No page was viewed in this period.")} />;
  return (
    <Answered query={{ data: query.data, error: query.error ?? top.error }}>
      {(paths) => (
        <>
          <Text size="sm" p="md" style={{ overflowWrap: "anywhere" }}>
            {t("{page}: {views} views, {entrances} began here, {exits} ended here.", {
              page: short(paths.page),
              views: paths.pageViews.toLocaleString(locale),
              entrances: paths.entrances.toLocaleString(locale),
              exits: paths.exits.toLocaleString(locale),
            })}
          </Text>
          <SimpleGrid cols={{ base: 1, sm: 2 }}>
            <Steps label={t("Before")} of={paths.pageViews} steps={paths.previous} was={was?.previous} />
            <Steps label={t("After")} of={paths.pageViews} steps={paths.next} was={was?.next} />
          </SimpleGrid>
        </>
      )}
    </Answered>
  );
}

function pathsQuery(span: Span, page: string, limit: number) {
  return queryOptions({
    queryKey: ["paths", span, page, limit],
    enabled: page !== "",
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => {
      const params = { query: { ...span, page, limit } };
      return data(api.GET("/analytics/v2/hubstead/paths", { params, signal }));
    },
  });
}

interface StepsProps {
  label: string;
  of: number;
  steps: Step[];
  was: Step[] | undefined;
}

function Steps({ label, of, steps, was }: StepsProps) {
  const earlier = was && new Map(was.map(({ page, pageViews }) => [page, pageViews]));
  return (
    <Bars
      label={label}
      columns={[label, t("Page views"), ...(earlier ? [t("Earlier")] : [])]}
      rows={steps.map(({ page, pageViews }) => ({
        share: of ? pageViews / of : 0,
        cells: [
          short(page),
          pageViews.toLocaleString(locale),
          ...(earlier ? [(earlier.get(page) ?? 0).toLocaleString(locale)] : []),
        ],
      }))}
    />
  );
}
