import { Alert, Button, Code, Drawer, Group, Stack, Tabs, Text } from "@mantine/core";
import { IconDownload } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";

import { moment } from "../crm/format";
import { useSession } from "../session/session";
import { CopyLine } from "../shared/copy-line";
import { Answered } from "../shared/page";
import { locale, t } from "../shared/texts";
import { type ApiCall, callQuery } from "./calls-query";
import { archive, keep } from "./har";
import Replay, { StatusBadge } from "./replay";
import { asCurl, pretty } from "./request";

/** One call of an app: what went over the wire, as far as it is kept, and the way to send it again. */
export default function CallDrawer({
  id,
  appName,
  onClose,
}: {
  id: string;
  appName: string;
  onClose: () => void;
}) {
  return (
    <Drawer opened onClose={onClose} title={t("API call")} position="right" size="lg">
      <Answered query={useQuery(callQuery(id))}>{(call) => <Shown call={call} appName={appName} />}</Answered>
    </Drawer>
  );
}

function Shown({ call, appName }: { call: ApiCall; appName: string }) {
  const zone = useSession()?.timeZone ?? "UTC";
  const path = call.query ? `${call.path}?${call.query}` : call.path;
  const draft = { method: call.method, path, body: pretty(call.exchange?.request.body ?? "") };
  const { origin } = window.location;
  return (
    <Stack>
      <Code block style={{ whiteSpace: "pre-wrap", overflowWrap: "anywhere" }}>
        {call.method} {path}
      </Code>
      <Group gap="sm">
        <StatusBadge status={call.status} />
        <Text size="sm">
          {t("{app}, {when}, {ms} ms", {
            app: appName,
            when: moment(call.at, zone),
            ms: call.duration.toFixed(1),
          })}
        </Text>
      </Group>
      <Text size="sm" style={{ overflowWrap: "anywhere" }}>
        {t("Correlation id")} <Code>{call.correlationId || "–"}</Code>
      </Text>
      <Tabs defaultValue="exchange" keepMounted={false}>
        <Tabs.List mb="sm">
          <Tabs.Tab value="exchange">{t("Headers and bodies")}</Tabs.Tab>
          <Tabs.Tab value="replay">{t("Send again")}</Tabs.Tab>
          <Tabs.Tab value="take">{t("Take away")}</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="exchange">
          <Exchange call={call} />
        </Tabs.Panel>
        <Tabs.Panel value="replay">
          <Replay start={draft} />
        </Tabs.Panel>
        <Tabs.Panel value="take">
          <Stack>
            <CopyLine text={asCurl(origin, draft)} label={t("curl")} />
            <Group>
              <Button
                variant="default"
                leftSection={<IconDownload size={16} />}
                onClick={() => keep(`call-${call.id}.har`, JSON.stringify(archive(origin, [call]), null, 1))}
              >
                {t("Save as HAR")}
              </Button>
            </Group>
          </Stack>
        </Tabs.Panel>
      </Tabs>
    </Stack>
  );
}

function Exchange({ call }: { call: ApiCall }) {
  if (!call.exchange)
    return (
      <Alert color="gray" variant="light">
        {t("Headers and bodies are kept by a server's sandbox only: they are full of people's data.")}
      </Alert>
    );
  const { request, response } = call.exchange;
  return (
    <Stack gap="sm">
      <Message title={t("Request")} message={request} />
      <Message title={t("Answer")} message={response} />
    </Stack>
  );
}

function Message({
  title,
  message,
}: {
  title: string;
  message: NonNullable<ApiCall["exchange"]>["request"];
}) {
  const lines = Object.entries(message.headers).map(([name, value]) => `${name}: ${value}`);
  return (
    <div>
      <Text size="sm" fw={600}>
        {title}
      </Text>
      <Code block mah={180} tabIndex={0} aria-label={t("Headers of: {what}", { what: title })}>
        {lines.join("\n")}
      </Code>
      {message.body && (
        <Code block mah={320} mt={6} tabIndex={0} aria-label={t("Body of: {what}", { what: title })}>
          {pretty(message.body)}
        </Code>
      )}
      {message.bodyCut && (
        <Text size="xs" c="var(--muted)">
          {t("Only its beginning is kept, of {bytes} bytes.", {
            bytes: message.bodySize.toLocaleString(locale),
          })}
        </Text>
      )}
    </div>
  );
}
