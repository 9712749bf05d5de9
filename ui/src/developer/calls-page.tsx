import { Button, Group, Select, Switch, Text, TextInput, UnstyledButton } from "@mantine/core";
import { IconDownload, IconSearch } from "@tabler/icons-react";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { Suspense, useState } from "react";

import { useSession } from "../session/session";
import { lazySoon } from "../shared/lazy-soon";
import { Answered, Card, cell, Empty, Page, PlainTable } from "../shared/page";
import { locale, t } from "../shared/texts";
import { useDebounced } from "../shared/use-debounced";
import { appsQuery } from "./apps-query";
import { type ApiCall, callsQuery, type Wanted } from "./calls-query";
import { archive, keep } from "./har";
import { StatusBadge } from "./replay";

const CallDrawer = lazySoon(() => import("./call-drawer"));
const NONE: Wanted = { text: "", status: "", appId: "", correlationId: "" };
const STATUSES = [
  { value: "2xx", label: "2xx" },
  { value: "4xx", label: "4xx" },
  { value: "429", label: "429" },
  { value: "5xx", label: "5xx" },
];
/** An id of a request, as answers and errors name it. */
const CORRELATION = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f-]{21,22}$/i;

/** What apps and keys called, as it happens. */
export function CallsPage() {
  const [wanted, setWanted] = useState<Wanted>(NONE);
  const [live, setLive] = useState(true);
  const [opened, setOpened] = useState("");
  const names = useAppNames();
  const typed = useDebounced(wanted.text.trim(), 250);
  const asked = CORRELATION.test(typed)
    ? { ...wanted, text: "", correlationId: typed }
    : { ...wanted, text: typed };
  const found = useInfiniteQuery(callsQuery(asked, live && !opened));
  const calls = found.data?.pages.flatMap((page) => page.results) ?? [];
  const change = (changed: Partial<Wanted>) => setWanted((before) => ({ ...before, ...changed }));
  const searching = Boolean(wanted.text || wanted.status || wanted.appId);
  return (
    <Page
      title={t("Request log")}
      about={t(
        "The last calls of apps and keys, without what you do in this web app. Secrets and e-mail addresses are taken out. The log is in memory: it begins anew with the server.",
      )}
      actions={
        <Button
          variant="default"
          leftSection={<IconDownload size={16} />}
          disabled={calls.length === 0}
          onClick={() =>
            keep("hubstead.har", JSON.stringify(archive(window.location.origin, calls), null, 1))
          }
        >
          {t("Save as HAR")}
        </Button>
      }
    >
      <Card padded={false}>
        <Group p="md" align="flex-end">
          <TextInput
            label={t("Search")}
            placeholder={t("A part of the path, or a correlation id")}
            leftSection={<IconSearch size={16} />}
            flex="1 1 260px"
            value={wanted.text}
            onChange={(event) => change({ text: event.currentTarget.value })}
          />
          <Select
            label={t("Status")}
            placeholder={t("All")}
            clearable
            w={110}
            data={STATUSES}
            value={wanted.status || null}
            onChange={(next) => change({ status: next ?? "" })}
          />
          <Select
            label={t("App")}
            placeholder={t("All")}
            clearable
            searchable
            w={180}
            data={[...names].map(([value, label]) => ({ value: String(value), label }))}
            value={wanted.appId || null}
            onChange={(next) => change({ appId: next ?? "" })}
          />
          <Switch
            label={t("Live")}
            checked={live}
            onChange={(event) => setLive(event.currentTarget.checked)}
            mb={8}
          />
        </Group>
        <Answered query={found}>
          {() =>
            calls.length === 0 ? (
              <Nothing searching={searching} />
            ) : (
              <Calls calls={calls} names={names} onOpen={setOpened} />
            )
          }
        </Answered>
        {found.hasNextPage && (
          <Group p="md">
            <Button
              variant="default"
              loading={found.isFetchingNextPage}
              onClick={() => void found.fetchNextPage()}
            >
              {t("Older calls")}
            </Button>
          </Group>
        )}
      </Card>
      {opened && (
        <Suspense>
          <CallDrawer
            id={opened}
            appName={nameOf(names, calls.find(({ id }) => id === opened)?.appId)}
            onClose={() => setOpened("")}
          />
        </Suspense>
      )}
    </Page>
  );
}

function Nothing({ searching }: { searching: boolean }) {
  if (searching) return <Empty title={t("No call fits")}>{t("Only the last calls are kept.")}</Empty>;
  return (
    <Empty title={t("No app has called yet")}>
      {t("Let a program call the API with a token: it stands here a moment later.")}
    </Empty>
  );
}

interface CallsProps {
  calls: readonly ApiCall[];
  names: ReadonlyMap<number, string>;
  onOpen: (id: string) => void;
}

function Calls({ calls, names, onOpen }: CallsProps) {
  const zone = useSession()?.timeZone ?? "UTC";
  return (
    <PlainTable
      label={t("API calls")}
      columns={[t("API call"), t("Status"), `-${t("App")}`, `-${t("When")}`, `#${t("ms")}`]}
    >
      {calls.map((call) => (
        <tr key={call.id}>
          <td>
            <UnstyledButton fz="inherit" c="var(--mantine-color-anchor)" onClick={() => onOpen(call.id)}>
              <b>{call.method}</b> {call.path}
            </UnstyledButton>
            {call.query && (
              <Text size="xs" c="var(--muted)" lineClamp={1}>
                ?{call.query}
              </Text>
            )}
          </td>
          <td>
            <StatusBadge status={call.status} />
          </td>
          <td className={cell.second}>{nameOf(names, call.appId)}</td>
          <td className={cell.second}>{toTheSecond(call.at, zone)}</td>
          <td className={cell.number} style={{ whiteSpace: "nowrap" }}>
            {call.duration.toFixed(1)}
          </td>
        </tr>
      ))}
    </PlainTable>
  );
}

/** The names of the account's apps by their ids. */
export function useAppNames(): ReadonlyMap<number, string> {
  const apps = useQuery(appsQuery).data ?? [];
  return new Map(apps.map((app) => [app.id, app.name]));
}

export function nameOf(names: ReadonlyMap<number, string>, id: number | undefined): string {
  return id === undefined ? "" : (names.get(id) ?? t("App {id}", { id }));
}

function toTheSecond(iso: string, timeZone: string): string {
  return new Date(iso).toLocaleString(locale, { dateStyle: "short", timeStyle: "medium", timeZone });
}
