import { Badge, Button, TextInput } from "@mantine/core";
import { IconSearch } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";

import { useTitle } from "../app/use-title";
import { ago } from "../crm/format";
import { AUDIENCES, type Saved, savedQuery } from "../saved/saved-query";
import { Answered, Card, cell, Empty, Page, PlainTable } from "../shared/page";
import { t } from "../shared/texts";
import { periodLabel } from "./period";
import { addressOf, reportOf } from "./saved-report";
import { AnalyticsTabs } from "./tabs";
import { toolOf } from "./tools/tools";

/** The reports that people keep, to open them as they were. */
export function SavedPage() {
  useTitle(t("Saved reports"));
  const [words, setWords] = useState("");
  const query = useQuery(savedQuery("reports"));
  const fits = ({ name }: Saved) => name.toLowerCase().includes(words.trim().toLowerCase());
  return (
    <Page
      title={t("Saved reports")}
      about={t("Open one to see it as it was saved, and change it there. Dashboards put several on a page.")}
      beside={<AnalyticsTabs />}
      actions={
        <Button size="xs" variant="default" renderRoot={(props) => <Link to="/app/dashboards" {...props} />}>
          {t("Dashboards")}
        </Button>
      }
    >
      <Answered query={query}>
        {(reports) =>
          reports.length === 0 ? (
            <Card>
              <Empty title={t("Nothing is saved yet.")}>
                {t(
                  "Every page of analytics has a button “Save report”: it keeps the days, the view and all that you chose, for you, your team or everybody.",
                )}
              </Empty>
            </Card>
          ) : (
            <Card padded={false}>
              {reports.length > 8 && (
                <TextInput
                  size="xs"
                  m="sm"
                  maw={280}
                  leftSection={<IconSearch size={14} />}
                  aria-label={t("Find a report")}
                  placeholder={t("Find a report")}
                  value={words}
                  onChange={(event) => setWords(event.currentTarget.value)}
                />
              )}
              <PlainTable
                label={t("Saved reports")}
                columns={[t("Name"), t("Page"), `-${t("Period")}`, t("Shared with"), `-${t("Changed")}`]}
              >
                {reports.filter(fits).map((saved) => (
                  <Line key={saved.id} saved={saved} />
                ))}
              </PlainTable>
            </Card>
          )
        }
      </Answered>
    </Page>
  );
}

function Line({ saved }: { saved: Saved }) {
  const { tool, period } = reportOf(saved.content);
  return (
    <tr>
      <td>
        <Link {...addressOf(saved)}>{saved.name}</Link>
      </td>
      <td>{toolOf(tool)?.label ?? tool}</td>
      <td className={cell.second}>{period ? periodLabel(period) : "–"}</td>
      <td>
        <Badge variant="light" color="gray">
          {AUDIENCES.find(({ value }) => value === saved.audience)?.label}
        </Badge>
      </td>
      <td className={cell.second}>{ago(saved.updatedAt)}</td>
    </tr>
  );
}
