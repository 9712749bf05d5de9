import { Select } from "@mantine/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";

import { useChangeSaved } from "../saved/saved-query";
import { FailureAlert } from "../shared/failure-alert";
import { notifyDone } from "../shared/notify";
import { t } from "../shared/texts";
import { boardOf, withCard } from "./cards";
import { dashboardsQuery } from "./dashboards-query";

/** Puts the saved report that is open on one of the dashboards that this person may change. */
export function AddToDashboard({ report }: { report: string }) {
  const dashboards = useQuery(dashboardsQuery).data ?? [];
  const client = useQueryClient();
  const change = useChangeSaved("dashboards");
  const possible = dashboards.filter(
    ({ changeable, content }) => changeable && !boardOf(content).cards.some((card) => card.report === report),
  );
  const add = (id: string) => {
    const saved = client.getQueryData(dashboardsQuery.queryKey)?.find((each) => each.id === id);
    if (!saved) return;
    change.mutate(
      { saved, content: { ...withCard(boardOf(saved.content), report) } },
      { onSuccess: ({ name }) => notifyDone(t("It is on {dashboard} now.", { dashboard: name })) },
    );
  };
  if (dashboards.length === 0)
    return (
      <Link to="/app/dashboards" style={{ fontSize: 12.5 }}>
        {t("Create a dashboard for it")}
      </Link>
    );
  return (
    <>
      <FailureAlert error={change.error} />
      <Select
        size="xs"
        label={t("Add to a dashboard")}
        placeholder={possible.length ? t("Choose one") : t("It is on all of yours")}
        disabled={possible.length === 0}
        comboboxProps={{ withinPortal: false }}
        data={possible.map(({ id, name }) => ({ value: id, label: name }))}
        value={null}
        onChange={(id) => id !== null && add(id)}
      />
    </>
  );
}
