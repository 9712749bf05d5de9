import { Alert, Button, Group, NumberInput, Stack, Text, TextInput } from "@mantine/core";
import { IconPlayerPause, IconPlayerPlay } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";

import { CopyLine } from "../shared/copy-line";
import { FailureAlert } from "../shared/failure-alert";
import { notifyDone } from "../shared/notify";
import { Answered, Card } from "../shared/page";
import { t } from "../shared/texts";
import type { App } from "./apps-query";
import { Deliveries } from "./deliveries";
import { Journal } from "./journal";
import { Subscriptions } from "./subscriptions";
import { notDone, type Place, useWebhooks, webhooksQuery } from "./webhooks-query";

/** The webhooks of an app: where they go, what they tell, and what became of each request. */
export default function Webhooks({ app }: { app: App }) {
  return (
    <Answered query={useQuery(webhooksQuery(app.id))}>
      {({ settings, subscriptions }) => (
        <>
          <Target key={settings?.targetUrl} app={app} place={settings} />
          {settings && <Subscriptions app={app} subscriptions={subscriptions} />}
          {settings && <Deliveries app={app} subscriptions={subscriptions} />}
          <Journal app={app} />
        </>
      )}
    </Answered>
  );
}

function Target({ app, place }: { app: App; place: Place | undefined }) {
  const [url, setUrl] = useState(place?.targetUrl ?? "");
  const [atOnce, setAtOnce] = useState<number | string>(place?.maxConcurrentRequests ?? 10);
  const { save, hold } = useWebhooks(app.id);
  return (
    <Card
      title={t("Where events go")}
      actions={
        place && (
          <Button
            size="xs"
            variant="default"
            loading={hold.isPending}
            leftSection={place.held ? <IconPlayerPlay size={14} /> : <IconPlayerPause size={14} />}
            onClick={() => hold.mutate(!place.held, { onError: notDone })}
          >
            {place.held ? t("Resume") : t("Pause")}
          </Button>
        )
      }
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          save.mutate(
            { targetUrl: url, maxConcurrentRequests: Number(atOnce) },
            { onSuccess: () => notifyDone(t("Saved. Events go to the new address from now on.")) },
          );
        }}
      >
        <Stack maw={620}>
          {!place && (
            <Text size="sm">
              {t(
                "Hubstead tells this app when records change: it sends what happened to an address of yours, signed, and tries again for a day where nobody answers.",
              )}
            </Text>
          )}
          {place?.held && (
            <Alert color="yellow" variant="light" role="status">
              {t("Paused: nothing is sent, and nothing is lost. Events wait until you resume.")}
            </Alert>
          )}
          <FailureAlert error={save.error} />
          <TextInput
            label={t("Address")}
            description={t("https, and reachable from the server.")}
            placeholder="https://example.com/hubstead-events"
            required
            value={url}
            onChange={(event) => setUrl(event.currentTarget.value)}
          />
          <NumberInput
            label={t("Requests at once")}
            description={t("From 6 to 1000. More are held back until one is answered.")}
            min={1}
            max={1000}
            value={atOnce}
            onChange={setAtOnce}
            w={220}
          />
          <Group>
            <Button type="submit" loading={save.isPending}>
              {place ? t("Save") : t("Send events there")}
            </Button>
          </Group>
        </Stack>
      </form>
      {place && <Signing secret={place.signingSecret} />}
    </Card>
  );
}

function Signing({ secret }: { secret: string }) {
  const [shown, setShown] = useState(false);
  return (
    <Stack gap="xs" mt="md" align="flex-start">
      <Text size="sm">
        {t("Requests are signed with a secret (")}
        <code>X-HubSpot-Signature-v3</code>
        {t("), so that you know that they are ours.")}
      </Text>
      {shown ? (
        <CopyLine text={secret} label={t("Secret for signatures")} />
      ) : (
        <Button size="xs" variant="default" onClick={() => setShown(true)}>
          {t("Show the secret")}
        </Button>
      )}
    </Stack>
  );
}
