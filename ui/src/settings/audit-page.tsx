import { Button, Group, Select, Tabs, TextInput } from "@mantine/core";
import { infiniteQueryOptions, useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useState, type ReactNode } from "react";

import { api, data } from "../api/client";
import { moment } from "../crm/format";
import { useSession } from "../session/session";
import { FailureAlert } from "../shared/failure-alert";
import { Answered, Card, cell, Empty, Page, PlainTable } from "../shared/page";
import { t } from "../shared/texts";
import { useDebounced } from "../shared/use-debounced";
import { AuditExport } from "./audit-export";
import {
  actionOf,
  ACTIONS,
  AT_ONCE,
  CATEGORIES,
  categoryOf,
  changesQuery,
  type Wanted,
  worded,
} from "./audit-query";
import { fullName, usersQuery } from "./people-query";

/** Who did what, and who logged in. */
export function AuditPage() {
  return (
    <Page
      title={t("Audit log")}
      about={t(
        "Who did what in this account, the newest first. Nobody can change it. Entries without a person are of apps and of commands on the server.",
      )}
    >
      <Tabs defaultValue="changes" keepMounted={false}>
        <Tabs.List mb="md">
          <Tabs.Tab value="changes">{t("Changes")}</Tabs.Tab>
          <Tabs.Tab value="logins">{t("Logins")}</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="changes">
          <Changes />
        </Tabs.Panel>
        <Tabs.Panel value="logins">
          <Logins />
        </Tabs.Panel>
      </Tabs>
    </Page>
  );
}

function Changes() {
  const zone = useSession()?.timeZone ?? "UTC";
  const [wanted, setWanted] = useState<Wanted>({});
  const found = useInfiniteQuery(changesQuery(useDebounced(wanted, 300)));
  const users = useQuery(usersQuery).data ?? [];
  const change = (given: Wanted) => setWanted({ ...wanted, ...given });
  return (
    <Card padded={false}>
      <Group p="md" align="flex-end">
        <Select
          label={t("Who")}
          placeholder={t("Everybody")}
          clearable
          searchable
          data={users.map((user) => ({ value: user.id, label: fullName(user) }))}
          value={wanted.userId ?? null}
          onChange={(userId) => change({ userId: userId ?? "" })}
        />
        <Select
          label={t("About")}
          placeholder={t("Everything")}
          clearable
          searchable
          data={[...CATEGORIES]}
          value={wanted.category ?? null}
          onChange={(category) => change({ category: category ?? "" })}
        />
        <Select
          label={t("What happened")}
          placeholder={t("Anything")}
          clearable
          data={[...ACTIONS]}
          value={wanted.action ?? null}
          onChange={(action) => change({ action: action ?? "" })}
        />
        <TextInput
          label={t("Id of the record, or name")}
          value={wanted.target ?? ""}
          onChange={(event) => change({ target: event.currentTarget.value.trim() })}
        />
        <TextInput
          label={t("Until")}
          type="date"
          value={wanted.before ?? ""}
          onChange={(event) => change({ before: event.currentTarget.value })}
        />
        <AuditExport wanted={wanted} />
      </Group>
      <Answered query={found}>
        {({ pages }) => (
          <Lines
            label={t("Changes")}
            columns={[t("When"), t("Who"), t("What"), `-${t("Which")}`]}
            rows={pages
              .flatMap(({ results }) => results)
              .map((entry) => (
                <tr key={entry.id}>
                  <td>{moment(entry.occurredAt, zone)}</td>
                  <td>
                    {entry.actingUser.userEmail ?? (entry.actingUser.userId ? entry.actingUser.userId : "")}
                  </td>
                  <td>
                    {[categoryOf(entry.category), worded(entry.subCategory), actionOf(entry.action)]
                      .filter(Boolean)
                      .join(" · ")}
                  </td>
                  <td className={cell.second}>{entry.targetObjectId}</td>
                </tr>
              ))}
            query={found}
          />
        )}
      </Answered>
    </Card>
  );
}

const loginsQuery = infiniteQueryOptions({
  queryKey: ["logins"],
  initialPageParam: "",
  queryFn: ({ pageParam }) => {
    const query = { limit: AT_ONCE, ...(pageParam ? { after: pageParam } : {}) };
    return data(api.GET("/account-info/v3/activity/login", { params: { query } }));
  },
  getNextPageParam: (page) => page.paging?.next.after,
});

function Logins() {
  const zone = useSession()?.timeZone ?? "UTC";
  const found = useInfiniteQuery(loginsQuery);
  return (
    <Card padded={false}>
      <Answered query={found}>
        {({ pages }) => (
          <Lines
            label={t("Logins")}
            columns={[t("When"), t("Who"), t("Outcome"), `-${t("Address")}`, `-${t("Browser")}`]}
            rows={pages
              .flatMap(({ results }) => results)
              .map((login) => (
                <tr key={login.id}>
                  <td>{moment(login.loginAt, zone)}</td>
                  <td>{login.email}</td>
                  <td>{login.loginSucceeded ? t("Logged in") : t("Refused")}</td>
                  <td className={cell.second}>{login.ipAddress}</td>
                  <td className={cell.second}>{login.userAgent}</td>
                </tr>
              ))}
            query={found}
          />
        )}
      </Answered>
    </Card>
  );
}

interface LinesProps {
  label: string;
  columns: string[];
  rows: ReactNode[];
  query: { hasNextPage: boolean; isFetchingNextPage: boolean; error: unknown; fetchNextPage: () => unknown };
}

function Lines({ label, columns, rows, query }: LinesProps) {
  if (rows.length === 0) return <Empty title={t("Nothing")}>{t("There is no entry like that.")}</Empty>;
  return (
    <>
      <PlainTable label={label} columns={columns}>
        {rows}
      </PlainTable>
      <FailureAlert error={query.error} />
      {query.hasNextPage && (
        <Group p="md">
          <Button
            size="xs"
            variant="default"
            loading={query.isFetchingNextPage}
            onClick={() => void query.fetchNextPage()}
          >
            {t("Older entries")}
          </Button>
        </Group>
      )}
    </>
  );
}
