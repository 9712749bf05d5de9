import { ActionIcon, Button, Group, MultiSelect, NumberInput, Select, Text } from "@mantine/core";
import { IconTrash } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";

import { useObjectTypes } from "../crm/object-types";
import { useSession } from "../session/session";
import { FailureAlert } from "../shared/failure-alert";
import { Answered, Card, cell, Empty, PlainTable } from "../shared/page";
import { t } from "../shared/texts";
import type { App } from "./apps-query";
import { JournalBounds } from "./journal-bounds";
import {
  type Bounds,
  type JournalSubscription,
  journalQuery,
  type Kind,
  KINDS,
  saidOf,
  useJournal,
  wordsOf,
  wordsOfBounds,
} from "./journal-query";
import { notDone } from "./webhooks-query";

/** What an app reads of in its journal, at its own pace. */
export function Journal({ app }: { app: App }) {
  return (
    <Card title={t("Journal")} padded={false}>
      <Text size="sm" c="var(--muted)" px="md" pb="sm">
        {t("An app that cannot be called reads here what happened, with its token. Nothing is sent.")}
      </Text>
      <Subscribe app={app} />
      <Answered query={useQuery(journalQuery(app.id))}>
        {(all) =>
          all.length === 0 ? (
            <Empty title={t("Nothing is written down yet")}>
              {t("Choose what the journal is to tell of.")}
            </Empty>
          ) : (
            <PlainTable
              label={t("Subscriptions of the journal")}
              columns={[t("What"), t("Type"), t("What happened"), `-${t("Account")}`, ""]}
            >
              {all.map((one) => (
                <Row key={one.id} app={app} one={one} />
              ))}
            </PlainTable>
          )
        }
      </Answered>
    </Card>
  );
}

function Row({ app, one }: { app: App; one: JournalSubscription }) {
  const types = useObjectTypes();
  const { unsubscribe } = useJournal(app.id);
  const { about, actions } = wordsOf(one);
  const nameOf = (id: string) => types.find((type) => type.id === id)?.plural ?? id;
  const type = nameOf(one.objectTypeId);
  const bounds = wordsOfBounds(one, nameOf);
  return (
    <tr>
      <td>{about}</td>
      <td>{type}</td>
      <td>
        {actions}
        {bounds && (
          <Text size="xs" c="var(--muted)">
            {bounds}
          </Text>
        )}
      </td>
      <td className={cell.second}>{one.portalId}</td>
      <td className={cell.end}>
        <ActionIcon
          variant="subtle"
          color="gray"
          aria-label={t("End: {words}", { words: [about, type, actions, bounds].filter(Boolean).join(", ") })}
          loading={unsubscribe.isPending}
          onClick={() => unsubscribe.mutate(one.id, { onError: notDone })}
        >
          <IconTrash size={16} />
        </ActionIcon>
      </td>
    </tr>
  );
}

function Subscribe({ app }: { app: App }) {
  const types = useObjectTypes();
  const own = useSession()?.portalId ?? 0;
  const [kind, setKind] = useState<Kind>("OBJECT");
  const [type, setType] = useState("0-1");
  const [chosen, setChosen] = useState<string[]>([]);
  const [bounds, setBounds] = useState<Bounds>({});
  const [portal, setPortal] = useState<number | string>(own);
  const { subscribe } = useJournal(app.id);
  const actions = KINDS.find((each) => each.kind === kind)?.actions ?? {};
  const ofType = kind !== "LIST_MEMBERSHIP";
  return (
    <form
      style={{ padding: "0 16px 16px" }}
      onSubmit={(event) => {
        event.preventDefault();
        const wanted = chosen.length > 0 ? chosen : Object.keys(actions);
        const body = { subscriptionType: kind, portalId: Number(portal), actions: wanted, ...saidOf(bounds) };
        subscribe.mutate(ofType ? { ...body, objectTypeId: type } : body, {
          onSuccess: () => {
            setChosen([]);
            setBounds({});
          },
        });
      }}
    >
      <Group align="flex-end">
        <Select
          label={t("Tell of")}
          allowDeselect={false}
          data={KINDS.map((each) => ({ value: each.kind, label: each.label }))}
          value={kind}
          onChange={(next) => {
            if (next) setKind(next);
            setChosen([]);
            setBounds({});
          }}
        />
        {ofType && (
          <Select
            label={t("Type of records")}
            searchable
            allowDeselect={false}
            data={types.map(({ id, plural }) => ({ value: id, label: plural }))}
            value={type}
            onChange={(next) => {
              if (next) setType(next);
              setBounds({});
            }}
          />
        )}
        <MultiSelect
          label={t("What happens")}
          placeholder={chosen.length === 0 ? t("All of it") : ""}
          data={Object.entries(actions).map(([value, label]) => ({ value, label }))}
          value={chosen}
          onChange={setChosen}
        />
        {app.kind === "public" && (
          <NumberInput label={t("In the account")} hideControls value={portal} onChange={setPortal} />
        )}
        <JournalBounds kind={kind} type={type} bounds={bounds} onChange={setBounds} />
        <Button type="submit" loading={subscribe.isPending}>
          {t("Write it down")}
        </Button>
      </Group>
      <FailureAlert error={subscribe.error} />
    </form>
  );
}
