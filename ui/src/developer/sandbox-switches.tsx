import { Button, Group, NumberInput, Select, Stack } from "@mantine/core";
import { useState } from "react";

import { notifyDone } from "../shared/notify";
import { Card } from "../shared/page";
import { t } from "../shared/texts";
import { type Portal, useSandbox } from "./sandbox-query";

const PROFILES = ["off", "free", "starter", "professional", "enterprise"];

/** Limits of the account, and how far its search index lags behind. */
export function SandboxSwitches({ portal }: { portal: Portal }) {
  const [limits, setLimits] = useState(portal.limits);
  const [delay, setDelay] = useState<number | string>(portal.searchDelay);
  const change = useSandbox();
  return (
    <Card title={t("Switches")}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          const body = { searchDelay: Number(delay), ...(limits ? { limits } : {}) };
          change.mutate(
            { method: "PATCH", path: `/portals/${portal.portalId}`, body },
            { onSuccess: () => notifyDone(t("Saved.")) },
          );
        }}
      >
        <Stack gap="sm">
          <Group align="flex-end">
            <Select
              label={t("Rate limits")}
              placeholder={t("The server's")}
              data={PROFILES}
              value={limits}
              onChange={setLimits}
            />
            <NumberInput
              label={t("Search lags behind (ms)")}
              min={0}
              value={delay}
              onChange={setDelay}
              w={200}
            />
            <Button type="submit" variant="default" loading={change.isPending}>
              {t("Save")}
            </Button>
          </Group>
        </Stack>
      </form>
    </Card>
  );
}
