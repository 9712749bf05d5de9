import { ActionIcon, Button, Group, Select, Stack, Switch, Text, Tooltip } from "@mantine/core";
import { IconTrash } from "@tabler/icons-react";
import { useState } from "react";

import { useProperties } from "../crm/definitions";
import { type ObjectType, useObjectTypes } from "../crm/object-types";
import { FailureAlert } from "../shared/failure-alert";
import { Card, cell, Empty, PlainTable } from "../shared/page";
import { t } from "../shared/texts";
import type { App } from "./apps-query";
import { HAPPENINGS, happeningsOf, inWords, subscriptionTo } from "./webhook-events";
import { notDone, type Subscription, useWebhooks } from "./webhooks-query";

/** What an app is told of. */
export function Subscriptions({ app, subscriptions }: { app: App; subscriptions: Subscription[] }) {
  return (
    <Card title={t("What is told")} padded={false}>
      <Subscribe app={app} />
      {subscriptions.length === 0 ? (
        <Empty title={t("Nothing is told yet")}>{t("Choose a kind of record and what happens to it.")}</Empty>
      ) : (
        <PlainTable label={t("Subscriptions")} columns={[t("When a …"), `-${t("Event")}`, t("Active"), ""]}>
          {subscriptions.map((one) => (
            <Row key={one.id} app={app} subscription={one} />
          ))}
        </PlainTable>
      )}
    </Card>
  );
}

function Row({ app, subscription }: { app: App; subscription: Subscription }) {
  const types = useObjectTypes();
  const { turn, unsubscribe } = useWebhooks(app.id);
  const words = inWords(subscription, (id) => types.find((type) => type.id === id)?.singular ?? id);
  return (
    <tr>
      <td>{words}</td>
      <td className={cell.second}>
        <code>{subscription.eventType}</code>
      </td>
      <td>
        <Switch
          size="xs"
          aria-label={t("{words}: active", { words })}
          checked={subscription.active}
          disabled={turn.isPending}
          onChange={(event) =>
            turn.mutate({ id: subscription.id, active: event.currentTarget.checked }, { onError: notDone })
          }
        />
      </td>
      <td className={cell.end}>
        <Tooltip label={t("End this subscription")}>
          <ActionIcon
            variant="subtle"
            color="gray"
            aria-label={t("End: {words}", { words })}
            loading={unsubscribe.isPending}
            onClick={() => unsubscribe.mutate(subscription.id, { onError: notDone })}
          >
            <IconTrash size={16} />
          </ActionIcon>
        </Tooltip>
      </td>
    </tr>
  );
}

function Subscribe({ app }: { app: App }) {
  const types = useObjectTypes();
  const [type, setType] = useState<ObjectType | undefined>(types[0]);
  const [happening, setHappening] = useState("creation");
  const [property, setProperty] = useState("");
  const { subscribe } = useWebhooks(app.id);
  const changed = happening === "propertyChange";
  return (
    <form
      style={{ padding: "0 16px 16px" }}
      onSubmit={(event) => {
        event.preventDefault();
        if (type) subscribe.mutate(subscriptionTo(type.id, happening, property));
      }}
    >
      <Stack gap="xs">
        <FailureAlert error={subscribe.error} />
        <Group gap="xs" align="flex-end">
          <Select
            label={t("When a")}
            w={180}
            data={types.map(({ id, singular }) => ({ value: id, label: singular }))}
            value={type?.id ?? null}
            onChange={(id) => {
              setType(types.find((each) => each.id === id));
              setHappening("creation");
              setProperty("");
            }}
            allowDeselect={false}
            searchable
          />
          <Select
            label={t("What happens")}
            w={240}
            data={happeningsOf(type?.id ?? "").map((value) => ({ value, label: HAPPENINGS[value] ?? value }))}
            value={happening}
            onChange={(next) => setHappening(next ?? "creation")}
            allowDeselect={false}
          />
          {changed && type && <PropertyChoice type={type} value={property} onChange={setProperty} />}
          <Button type="submit" loading={subscribe.isPending} disabled={!type || (changed && !property)}>
            {t("Tell the app")}
          </Button>
        </Group>
        <Text size="xs" c="var(--muted)">
          {t("A new subscription is active at once and tells what happens from now on.")}
        </Text>
      </Stack>
    </form>
  );
}

function PropertyChoice({
  type,
  value,
  onChange,
}: {
  type: ObjectType;
  value: string;
  onChange: (name: string) => void;
}) {
  const properties = useProperties(type.name);
  return (
    <Select
      label={t("Property")}
      w={220}
      required
      searchable
      limit={100}
      data={[...properties.values()].map(({ name, label }) => ({ value: name, label }))}
      value={value || null}
      onChange={(name) => onChange(name ?? "")}
    />
  );
}
