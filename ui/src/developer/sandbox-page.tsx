import { Button, Group, PasswordInput, Stack, Text } from "@mantine/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";

import { useSession } from "../session/session";
import { FailureAlert } from "../shared/failure-alert";
import { Answered, Card, Page } from "../shared/page";
import { t } from "../shared/texts";
import { SandboxClock } from "./sandbox-clock";
import { SandboxFaults } from "./sandbox-faults";
import { SandboxPortals } from "./sandbox-portals";
import { keepKey, keptKey, type Portal, portalQuery } from "./sandbox-query";
import { SandboxSnapshots } from "./sandbox-snapshots";
import { SandboxSwitches } from "./sandbox-switches";

/** What a developer may do to an account while the server's sandbox is on: time, faults, states, switches. */
export function SandboxPage() {
  const portalId = useSession()?.portalId ?? 0;
  const client = useQueryClient();
  const [key, setKey] = useState(keptKey());
  const forget = () => {
    keepKey("");
    setKey("");
    client.removeQueries({ queryKey: ["sandbox"] });
  };
  return (
    <Page
      title={t("Sandbox")}
      about={t(
        "Turn the clock, let calls fail, keep a state and come back to it. For tests: this account is not for work.",
      )}
      actions={
        key && (
          <Button variant="default" onClick={forget}>
            {t("Forget the key")}
          </Button>
        )
      }
    >
      {key ? (
        <Opened portalId={portalId} onForget={forget} />
      ) : (
        <AskKey
          onKey={(given) => {
            keepKey(given);
            setKey(given);
          }}
        />
      )}
    </Page>
  );
}

function AskKey({ onKey }: { onKey: (key: string) => void }) {
  const [typed, setTyped] = useState("");
  return (
    <Card title={t("The sandbox has a key")}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          onKey(typed.trim());
        }}
      >
        <Stack maw={520}>
          <Text size="sm">
            {t(
              "Who has it can delete every account of the server, so your password does not open it. The server showed it at its start, or was given it as HUBSTEAD_SANDBOX_KEY. It is kept until you close this tab.",
            )}
          </Text>
          <PasswordInput
            label={t("Key of the sandbox")}
            required
            autoComplete="off"
            value={typed}
            onChange={(event) => setTyped(event.currentTarget.value)}
          />
          <Group>
            <Button type="submit">{t("Unlock")}</Button>
          </Group>
        </Stack>
      </form>
    </Card>
  );
}

function Opened({ portalId, onForget }: { portalId: number; onForget: () => void }) {
  const portal = useQuery(portalQuery(portalId));
  if (portal.error && !portal.data)
    return (
      <Stack>
        <FailureAlert error={portal.error} />
        <Group>
          <Button onClick={onForget}>{t("Give another key")}</Button>
        </Group>
      </Stack>
    );
  return <Answered query={portal}>{(found) => <Controls portal={found} />}</Answered>;
}

function Controls({ portal }: { portal: Portal }) {
  return (
    <>
      <SandboxClock portal={portal} />
      <SandboxFaults portalId={portal.portalId} />
      <SandboxSnapshots portal={portal} />
      <SandboxSwitches portal={portal} />
      <SandboxPortals />
    </>
  );
}
