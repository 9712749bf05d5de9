import { Button, Group } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link, useNavigate, useParams, useSearch } from "@tanstack/react-router";

import { PeriodPicker } from "../analytics/period-picker";
import { useToday } from "../analytics/scope";
import { useTitle } from "../app/use-title";
import { AUDIENCES, type Saved } from "../saved/saved-query";
import { ButtonWithMenu } from "../shared/button-with-menu";
import { Answered, Empty, Page } from "../shared/page";
import { t } from "../shared/texts";
import { AddReports } from "./add-reports";
import { BoardGrid } from "./board-grid";
import { boardOf, withPeriod } from "./cards";
import { DashboardMenu } from "./dashboard-menu";
import { dashboardsQuery, useChangeBoard } from "./dashboards-query";
import { ShareToo } from "./share-too";
import classes from "./dashboards.module.css";

/** One dashboard: its reports, each drawn on its own. */
export function DashboardPage() {
  const { id } = useParams({ from: "/inside/app/dashboards/$id" });
  const query = useQuery(dashboardsQuery);
  const found = query.data?.find((each) => each.id === id);
  useTitle(found?.name ?? t("Dashboards"));
  return (
    <Answered query={query}>
      {() =>
        found ? (
          <Shown key={id} dashboard={found} />
        ) : (
          <Empty title={t("There is no such dashboard.")}>
            {t("It was deleted, or it is not shared with you.")}{" "}
            <Link to="/app/dashboards" className={classes.inText}>
              {t("See those that are.")}
            </Link>
          </Empty>
        )
      }
    </Answered>
  );
}

function Shown({ dashboard }: { dashboard: Saved }) {
  const { period: asked } = useSearch({ from: "/inside/app/dashboards/$id" });
  const navigate = useNavigate();
  const today = useToday();
  const board = boardOf(dashboard.content);
  const change = useChangeBoard(dashboard);
  // The address has another period for now, or "own" for that of each report.
  const period = asked === OWN ? undefined : (asked ?? board.period);
  const look = (chosen: string | undefined) =>
    void navigate({
      to: "/app/dashboards/$id",
      params: { id: dashboard.id },
      search: chosen === board.period ? {} : { period: chosen ?? OWN },
      replace: true,
    });
  return (
    <Page
      title={dashboard.name}
      about={t("Seen by: {audience}", {
        audience: AUDIENCES.find(({ value }) => value === dashboard.audience)?.label ?? "",
      })}
      back={<Link to="/app/dashboards">{t("Dashboards")}</Link>}
      actions={
        <Group gap="xs">
          {dashboard.changeable && period !== board.period && (
            <Button
              size="xs"
              variant="subtle"
              onClick={() => {
                change((now) => withPeriod(now, period));
                void navigate({ to: "/app/dashboards/$id", params: { id: dashboard.id }, replace: true });
              }}
            >
              {t("Keep this period")}
            </Button>
          )}
          <PeriodPicker period={period} today={today} none={t("Each its own")} onChange={look} />
          {dashboard.changeable && (
            <>
              <ButtonWithMenu label={t("Add reports")} icon={<IconPlus size={14} />} width={320}>
                <AddReports board={board} onChange={change} />
              </ButtonWithMenu>
              <DashboardMenu dashboard={dashboard} />
            </>
          )}
        </Group>
      }
    >
      <ShareToo dashboard={dashboard} board={board} />
      {board.cards.length === 0 ? (
        <Empty title={t("Nothing is on this dashboard yet.")}>
          {dashboard.changeable
            ? t("“Add reports” above has all that was saved. Save more on the pages of analytics.")
            : t("Who made it has put no report on it.")}
        </Empty>
      ) : (
        <BoardGrid board={board} period={period} onChange={dashboard.changeable ? change : undefined} />
      )}
    </Page>
  );
}

/** What the address says for the period of each report. */
const OWN = "own";
