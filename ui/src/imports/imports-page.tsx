import { Badge, Button } from "@mantine/core";
import { IconFileUpload } from "@tabler/icons-react";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";

import { useTitle } from "../app/use-title";
import { ago } from "../crm/format";
import { useObjectTypes } from "../crm/object-types";
import { mayUse, useSession } from "../session/session";
import { Answered, Card, cell, Empty, Page, PlainTable } from "../shared/page";
import { locale, t } from "../shared/texts";
import { type Import, importsQuery, STATES } from "./imports-query";

/** What was imported, the latest first. */
export function ImportsPage() {
  useTitle(t("Imports"));
  const mayImport = mayUse(useSession(), "import");
  const found = useInfiniteQuery(importsQuery);
  return (
    <Page
      title={t("Imports")}
      about={t("Files of contacts, companies and all other records, with what came of them.")}
      actions={
        mayImport && (
          <Button
            leftSection={<IconFileUpload size={16} />}
            renderRoot={(props) => <Link to="/app/imports/new" {...props} />}
          >
            {t("Import a file")}
          </Button>
        )
      }
    >
      <Card padded={false}>
        <Answered query={found}>
          {({ pages }) => {
            const all = pages.flatMap((page) => page.imports);
            if (all.length === 0)
              return (
                <Empty title={t("Nothing was imported yet")}>
                  {mayImport &&
                    t("Bring in what you have as CSV or Excel file: you see what becomes of it first.")}
                </Empty>
              );
            return <Imports imports={all} />;
          }}
        </Answered>
      </Card>
      {found.hasNextPage && (
        <Button
          variant="default"
          loading={found.isFetchingNextPage}
          onClick={() => void found.fetchNextPage()}
        >
          {t("Show older ones")}
        </Button>
      )}
    </Page>
  );
}

function Imports({ imports }: { imports: Import[] }) {
  const types = new Map(useObjectTypes().map(({ id, plural }) => [id, plural]));
  return (
    <PlainTable
      label={t("Imports")}
      columns={[
        t("Name"),
        t("State"),
        `-${t("Records")}`,
        `#${t("Rows")}`,
        `#${t("Problems")}`,
        `-${t("Begun")}`,
      ]}
    >
      {imports.map((one) => (
        <tr key={one.id}>
          <td>
            <Link to="/app/imports/$id" params={{ id: one.id }}>
              {one.importName ?? t("Import {id}", { id: one.id })}
            </Link>
          </td>
          <td>
            <Badge variant="light" tt="none" color={one.state === "FAILED" ? "red" : "pine"}>
              {STATES[one.state] ?? one.state}
            </Badge>
          </td>
          <td className={cell.second}>
            {one.mappedObjectTypeIds.map((id) => types.get(id) ?? id).join(", ")}
          </td>
          <td className={cell.number}>{(one.metadata.counters.TOTAL_ROWS ?? 0).toLocaleString(locale)}</td>
          <td className={cell.number}>{(one.metadata.counters.ERRORS ?? 0).toLocaleString(locale)}</td>
          <td className={cell.second}>{ago(one.createdAt)}</td>
        </tr>
      ))}
    </PlainTable>
  );
}
