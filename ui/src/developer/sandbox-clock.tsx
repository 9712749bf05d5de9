import { Badge, Button, Group, Stack, Text, TextInput } from "@mantine/core";
import { useState } from "react";

import { useSession } from "../session/session";
import { Card } from "../shared/page";
import { locale, t } from "../shared/texts";
import { type Portal, useSandbox } from "./sandbox-query";

const STEPS: { label: string; by: Record<string, number> }[] = [
  { label: t("+ 10 seconds"), by: { seconds: 10 } },
  { label: t("+ 1 hour"), by: { hours: 1 } },
  { label: t("+ 1 day"), by: { days: 1 } },
  { label: t("+ 30 days"), by: { days: 30 } },
];

/** The account's time: what expires, falls due or is tried again follows it at once. */
export function SandboxClock({ portal }: { portal: Portal }) {
  const zone = useSession()?.timeZone ?? "UTC";
  const [at, setAt] = useState("");
  const turn = useSandbox();
  const go = (what: string, body: object) =>
    turn.mutate({ method: "POST", path: `/portals/${portal.portalId}/clock/${what}`, body });
  const shown = new Date(portal.clock.now).toLocaleString(locale, {
    dateStyle: "full",
    timeStyle: "medium",
    timeZone: zone,
  });
  return (
    <Card
      title={t("Clock")}
      actions={
        <Button size="xs" variant="default" onClick={() => go("release", {})}>
          {t("True time")}
        </Button>
      }
    >
      <Stack gap="sm">
        <Group gap="sm">
          <Text fz={20} fw={650} role="status">
            {shown}
          </Text>
          {portal.clock.frozen && (
            <Badge color="blue" variant="light" tt="none">
              {t("Frozen")}
            </Badge>
          )}
        </Group>
        <Group gap="xs">
          {STEPS.map(({ label, by }) => (
            <Button
              key={label}
              size="xs"
              variant="default"
              disabled={turn.isPending}
              onClick={() => go("advance", by)}
            >
              {label}
            </Button>
          ))}
          <Button size="xs" variant="default" disabled={turn.isPending} onClick={() => go("freeze", {})}>
            {t("Freeze")}
          </Button>
        </Group>
        <form
          onSubmit={(event) => {
            event.preventDefault();
            go("set", { at: new Date(`${at}Z`).toISOString() });
          }}
        >
          <Group gap="xs" align="flex-end">
            <TextInput
              type="datetime-local"
              label={t("Set to (UTC)")}
              required
              value={at}
              onChange={(event) => setAt(event.currentTarget.value)}
            />
            <Button type="submit" variant="default" disabled={turn.isPending}>
              {t("Set")}
            </Button>
          </Group>
        </form>
        <Text size="xs" c="var(--muted)">
          {t("Sessions last twelve hours of this clock: who turns it further logs in again.")}
        </Text>
      </Stack>
    </Card>
  );
}
