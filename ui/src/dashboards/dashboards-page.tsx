import { Badge, Button, Modal } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { useState } from "react";

import { useTitle } from "../app/use-title";
import { ago } from "../crm/format";
import { SaveForm } from "../saved/save-form";
import { AUDIENCES, useCreateSaved } from "../saved/saved-query";
import { Answered, Card, cell, Empty, Page, PlainTable } from "../shared/page";
import { t } from "../shared/texts";
import { boardOf } from "./cards";
import { dashboardsQuery } from "./dashboards-query";
import classes from "./dashboards.module.css";

/** All dashboards that this person may see. */
export function DashboardsPage() {
  useTitle(t("Dashboards"));
  const [creating, setCreating] = useState(false);
  const query = useQuery(dashboardsQuery);
  const create = (
    <Button size="xs" leftSection={<IconPlus size={14} />} onClick={() => setCreating(true)}>
      {t("Create dashboard")}
    </Button>
  );
  return (
    <Page
      title={t("Dashboards")}
      about={t("Saved reports side by side: what you or your team look at every day, on one page.")}
      actions={create}
    >
      <Answered query={query}>
        {(dashboards) =>
          dashboards.length === 0 ? (
            <Card>
              <Empty title={t("No dashboard yet")}>
                {t("Save reports on the pages of")}{" "}
                <Link to="/app/analytics" className={classes.inText}>
                  {t("Analytics")}
                </Link>
                {t(
                  ", create a dashboard, and put them on it: numbers, charts and tables, for one period or each its own.",
                )}
              </Empty>
            </Card>
          ) : (
            <Card padded={false}>
              <PlainTable
                label={t("Dashboards")}
                columns={[t("Name"), `#${t("Reports")}`, t("Shared with"), `-${t("Changed")}`]}
              >
                {dashboards.map(({ id, name, content, audience, updatedAt }) => (
                  <tr key={id}>
                    <td>
                      <Link to="/app/dashboards/$id" params={{ id }}>
                        {name}
                      </Link>
                    </td>
                    <td className={cell.number}>{boardOf(content).cards.length}</td>
                    <td>
                      <Badge variant="light" color="gray">
                        {AUDIENCES.find(({ value }) => value === audience)?.label}
                      </Badge>
                    </td>
                    <td className={cell.second}>{ago(updatedAt)}</td>
                  </tr>
                ))}
              </PlainTable>
            </Card>
          )
        }
      </Answered>
      {creating && <CreateDashboard onClose={() => setCreating(false)} />}
    </Page>
  );
}

function CreateDashboard({ onClose }: { onClose: () => void }) {
  const navigate = useNavigate();
  const create = useCreateSaved("dashboards");
  return (
    <Modal opened onClose={onClose} title={t("Create dashboard")} centered>
      <SaveForm
        action={t("Create")}
        pending={create.isPending}
        error={create.error}
        onCancel={onClose}
        onSave={(name, audience) =>
          create.mutate(
            { name, audience, content: { cards: [], period: "30d" } },
            { onSuccess: ({ id }) => void navigate({ to: "/app/dashboards/$id", params: { id } }) },
          )
        }
      />
    </Modal>
  );
}
