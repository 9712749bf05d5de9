import { Badge, Button, Code, Group, Select, Stack, Text, UnstyledButton } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";

import { ago, moment } from "../crm/format";
import { useSession } from "../session/session";
import { notifyDone } from "../shared/notify";
import { Answered, Card, cell, Empty, PlainTable } from "../shared/page";
import { t, tn } from "../shared/texts";
import type { App } from "./apps-query";
import {
  deliveriesQuery,
  type Delivery,
  deliveryQuery,
  notDone,
  type State,
  type Subscription,
  useWebhooks,
} from "./webhooks-query";

const STATES: Record<State, { label: string; color: string }> = {
  waiting: { label: t("Waiting"), color: "yellow" },
  delivered: { label: t("Delivered"), color: "pine" },
  failed: { label: t("Failed"), color: "red" },
};

/** Every request to an app: what was sent, what was answered, when it is tried again. It renews itself. */
export function Deliveries({ app, subscriptions }: { app: App; subscriptions: readonly Subscription[] }) {
  const [state, setState] = useState<State | "">("");
  const [told, setTold] = useState("");
  const [opened, setOpened] = useState("");
  const { redeliverFailed } = useWebhooks(app.id);
  return (
    <Card
      title={t("Delivery log")}
      padded={false}
      actions={
        <Group gap="xs">
          <Select
            size="xs"
            w={200}
            aria-label={t("Event")}
            placeholder={t("All events")}
            clearable
            searchable
            data={subscriptions.map(({ id, eventType, propertyName }) => ({
              value: id,
              label: [eventType, propertyName].filter(Boolean).join(" "),
            }))}
            value={told || null}
            onChange={(next) => setTold(next ?? "")}
          />
          <Select
            size="xs"
            w={140}
            aria-label={t("State")}
            placeholder={t("All states")}
            clearable
            data={Object.entries(STATES).map(([value, { label }]) => ({ value, label }))}
            value={state || null}
            onChange={(next) => setState((next ?? "") as State | "")}
          />
          {state === "failed" && (
            <Button
              size="xs"
              variant="default"
              loading={redeliverFailed.isPending}
              onClick={() =>
                redeliverFailed.mutate(undefined, {
                  onSuccess: ({ count }) =>
                    notifyDone(
                      tn(count, "{count} request is sent again.", "{count} requests are sent again."),
                    ),
                  onError: notDone,
                })
              }
            >
              {t("Send all failed again")}
            </Button>
          )}
        </Group>
      }
    >
      <Answered query={useQuery(deliveriesQuery(app.id, state, told))}>
        {({ results }) =>
          results.length === 0 ? (
            <Empty title={state ? t("None") : t("Nothing was sent yet")}>
              {!state && t("Change a record of a kind that is told: the request stands here a moment later.")}
            </Empty>
          ) : (
            <PlainTable
              label={t("Deliveries")}
              columns={[t("Request"), t("State"), `#${t("Events")}`, t("Answer"), `-${t("Next try")}`]}
            >
              {results.map((delivery) => (
                <Row
                  key={delivery.id}
                  app={app}
                  delivery={delivery}
                  opened={opened === delivery.id}
                  onToggle={() => setOpened(opened === delivery.id ? "" : delivery.id)}
                />
              ))}
            </PlainTable>
          )
        }
      </Answered>
    </Card>
  );
}

interface RowProps {
  app: App;
  delivery: Delivery;
  opened: boolean;
  onToggle: () => void;
}

function Row({ app, delivery, opened, onToggle }: RowProps) {
  const zone = useSession()?.timeZone ?? "UTC";
  const last = delivery.attempts.at(-1);
  const state = STATES[delivery.state as State];
  return (
    <>
      <tr>
        <td>
          <UnstyledButton
            onClick={onToggle}
            aria-expanded={opened}
            fz="inherit"
            c="var(--mantine-color-anchor)"
          >
            {last ? moment(last.at, zone) : t("Request {id}", { id: delivery.id })}
          </UnstyledButton>
        </td>
        <td>
          <Badge variant="dot" color={state.color} tt="none">
            {state.label}
          </Badge>
        </td>
        <td className={cell.number}>{delivery.events}</td>
        <td>{last ? (last.status ?? last.error) : ""}</td>
        <td className={cell.second}>{delivery.nextAttemptAt ? ago(delivery.nextAttemptAt) : ""}</td>
      </tr>
      {opened && (
        <tr>
          <td colSpan={5}>
            <Detail app={app} delivery={delivery} />
          </td>
        </tr>
      )}
    </>
  );
}

function Detail({ app, delivery }: { app: App; delivery: Delivery }) {
  const zone = useSession()?.timeZone ?? "UTC";
  const { redeliver } = useWebhooks(app.id);
  const whole = useQuery(deliveryQuery(app.id, delivery.id));
  return (
    <Stack gap="sm" py="xs">
      <Text size="sm">
        {t("To")} <Code>{delivery.targetUrl}</Code>
      </Text>
      {delivery.attempts.map((attempt) => (
        <div key={attempt.at}>
          <Text size="sm">
            {t("{moment}: {error} after {took} ms", {
              moment: moment(attempt.at, zone),
              error: attempt.error ?? t("answered {status}", { status: attempt.status ?? "" }),
              took: attempt.took,
            })}
          </Text>
          {attempt.answer && (
            <Code block mah={160} tabIndex={0} aria-label={t("Answer")}>
              {attempt.answer}
            </Code>
          )}
        </div>
      ))}
      <Answered query={whole}>
        {({ request }) => (
          <Code block mah={280} tabIndex={0} aria-label={t("Request")}>
            {JSON.stringify(request, null, 2)}
          </Code>
        )}
      </Answered>
      <Group>
        <Button
          size="xs"
          variant="default"
          loading={redeliver.isPending}
          onClick={() =>
            redeliver.mutate(delivery.id, {
              onSuccess: () => notifyDone(t("Sent again.")),
              onError: notDone,
            })
          }
        >
          {t("Send again")}
        </Button>
      </Group>
    </Stack>
  );
}
