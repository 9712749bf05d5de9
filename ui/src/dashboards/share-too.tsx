import { Alert, Button, Group, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";

import { AUDIENCES, type Saved, savedQuery, useChangeSaved } from "../saved/saved-query";
import { FailureAlert } from "../shared/failure-alert";
import { t, tn } from "../shared/texts";
import type { Board } from "./cards";

/** Says which reports of a dashboard are for fewer people than the dashboard, who would see an empty card. */
export function ShareToo({ dashboard, board }: { dashboard: Saved; board: Board }) {
  const reports = useQuery(savedQuery("reports")).data ?? [];
  const change = useChangeSaved("reports");
  const reach = ({ audience }: Saved) => AUDIENCES.findIndex(({ value }) => value === audience);
  const narrow = reports.filter(
    (saved) =>
      saved.changeable &&
      reach(saved) < reach(dashboard) &&
      board.cards.some(({ report }) => report === saved.id),
  );
  if (narrow.length === 0 || !dashboard.changeable) return null;
  const share = () => {
    for (const saved of narrow) change.mutate({ saved, audience: dashboard.audience });
  };
  return (
    <Alert color="gray" mb="md" p="sm">
      <Group justify="space-between" gap="xs">
        <Text size="sm" flex="1 1 260px">
          {tn(
            narrow.length,
            "Others see {count} card empty, because its report is not shared as the dashboard is: {names}.",
            "Others see {count} cards empty, because their reports are not shared as the dashboard is: {names}.",
            { names: narrow.map(({ name }) => name).join(", ") },
          )}
        </Text>
        <Button size="xs" variant="default" loading={change.isPending} onClick={share}>
          {t("Share them, too")}
        </Button>
      </Group>
      <FailureAlert error={change.error} />
    </Alert>
  );
}
