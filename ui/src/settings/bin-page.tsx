import { Button, Checkbox, Group, Select, Text, TextInput } from "@mantine/core";
import { IconSearch, IconTrashOff } from "@tabler/icons-react";
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useState } from "react";

import { api, data } from "../api/client";
import { moment } from "../crm/format";
import { type ObjectType, useObjectTypes } from "../crm/object-types";
import { titleOf } from "../crm/record";
import { recordsChanged, useRestore } from "../crm/restore";
import { mayDo, mayUse, useSession } from "../session/session";
import { FailureAlert } from "../shared/failure-alert";
import { notifyFailure, notifyUndo } from "../shared/notify";
import { Answered, Card, cell, Empty, Page, PlainTable } from "../shared/page";
import { t, tn } from "../shared/texts";
import { useDebounced } from "../shared/use-debounced";
import { type Archived, binQuery, daysLeft } from "./bin-query";
import { fullName, usersQuery } from "./people-query";

/** What was archived, and the way back. */
export function BinPage() {
  const session = useSession();
  const types = useObjectTypes().filter((type) => mayDo(session, type.id, "view"));
  const search = useSearch({ from: "/inside/app/settings/bin" });
  const navigate = useNavigate();
  const type = types.find((each) => each.name === search.type) ?? types[0];
  return (
    <Page
      title={t("Recycling bin")}
      about={t(
        "What was archived stays here for 90 days and can be restored: with its values, its history and its associations.",
      )}
    >
      {type && (
        <Bin
          key={type.name}
          type={type}
          types={types}
          onType={(name) => void navigate({ to: "/app/settings/bin", search: { type: name }, replace: true })}
        />
      )}
    </Page>
  );
}

interface BinProps {
  type: ObjectType;
  types: ObjectType[];
  onType: (name: string) => void;
}

function Bin({ type, types, onType }: BinProps) {
  const mayRestore = mayDo(useSession(), type.id, "delete");
  const [typed, setTyped] = useState("");
  const words = useDebounced(typed.trim(), 200);
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const found = useInfiniteQuery(binQuery(type.name, words));
  const restore = useRestoreWithUndo(type, () => setChosen(new Set()));
  const toggle = (id: string) =>
    setChosen(
      (before) => new Set(before.has(id) ? [...before].filter((each) => each !== id) : [...before, id]),
    );
  return (
    <Card padded={false}>
      <Group p="md" align="flex-end">
        <Select
          label={t("Type")}
          data={types.map((each) => ({ value: each.name, label: each.plural }))}
          value={type.name}
          onChange={(name) => name && onType(name)}
          allowDeselect={false}
          searchable
        />
        <TextInput
          label={t("Find by name")}
          leftSection={<IconSearch size={14} />}
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
        />
        {chosen.size > 0 && (
          <Button
            leftSection={<IconTrashOff size={16} />}
            loading={restore.isPending}
            onClick={() => restore.mutate([...chosen])}
          >
            {tn(chosen.size, "Restore {count}", "Restore {count}")}
          </Button>
        )}
      </Group>
      <Answered query={found}>
        {({ pages }) => {
          const records = pages.flatMap(({ results }) => results);
          if (records.length === 0) return <Nothing type={type} words={words} />;
          return (
            <>
              <PlainTable
                label={t("Archived records")}
                columns={[t("Name"), `-${t("Archived")}`, `-${t("By")}`, t("Days left"), ""]}
              >
                {records.map((record) => (
                  <Row
                    key={record.id}
                    type={type}
                    record={record}
                    chosen={chosen.has(record.id)}
                    onToggle={mayRestore ? () => toggle(record.id) : undefined}
                    onRestore={() => restore.mutate([record.id])}
                  />
                ))}
              </PlainTable>
              <FailureAlert error={found.error} />
              {found.hasNextPage && (
                <Group p="md">
                  <Button
                    size="xs"
                    variant="default"
                    loading={found.isFetchingNextPage}
                    onClick={() => void found.fetchNextPage()}
                  >
                    {t("Older ones")}
                  </Button>
                </Group>
              )}
            </>
          );
        }}
      </Answered>
    </Card>
  );
}

/** Restores, and says so with a way to put the records back into the bin. */
function useRestoreWithUndo(type: ObjectType, onDone: () => void) {
  const client = useQueryClient();
  const restore = useRestore(type.name);
  const archive = useMutation({
    mutationFn: (ids: string[]) => {
      const body = { inputs: ids.map((id) => ({ id })) };
      const path = { objectType: type.name };
      return data(api.POST("/crm/v3/objects/{objectType}/batch/archive", { params: { path }, body }));
    },
    onError: (error) => notifyFailure(t("Not archived"), error),
    onSettled: () => recordsChanged(client, type.name),
  });
  const mutate = (ids: string[]) =>
    restore.mutate(ids, {
      onSuccess: () => {
        onDone();
        const message = tn(ids.length, "{count} record restored", "{count} records restored");
        notifyUndo(message, () => archive.mutate(ids));
      },
    });
  return { mutate, isPending: restore.isPending };
}

function Nothing({ type, words }: { type: ObjectType; words: string }) {
  if (words)
    return <Empty title={t("Nothing here is called that")}>{t("Try a shorter part of the name.")}</Empty>;
  return (
    <Empty title={t("The bin is empty")}>
      {t("{plural} that somebody archives wait here for 90 days.", { plural: type.plural })}
    </Empty>
  );
}

interface RowProps {
  type: ObjectType;
  record: Archived;
  chosen: boolean;
  onToggle: (() => void) | undefined;
  onRestore: () => void;
}

function Row({ type, record, chosen, onToggle, onRestore }: RowProps) {
  const session = useSession();
  const zone = session?.timeZone ?? "UTC";
  const users = useQuery({ ...usersQuery, enabled: mayUse(session, "users") }).data ?? [];
  const title = titleOf(type, record.properties, record.id);
  const by = users.find((user) => Number(user.id) === record.archivedBy.userId);
  return (
    <tr>
      <td>
        <Group gap="xs" wrap="nowrap">
          {onToggle && (
            <Checkbox
              size="xs"
              checked={chosen}
              onChange={onToggle}
              aria-label={t("Choose {name}", { name: title })}
            />
          )}
          <Text size="sm" truncate maw={360}>
            {title}
          </Text>
        </Group>
      </td>
      <td className={cell.second}>{moment(record.archivedAt ?? "", zone)}</td>
      <td className={cell.second}>{by ? fullName(by) : sourceOf(record)}</td>
      <td>{daysLeft(record.restorableUntil)}</td>
      <td className={cell.end}>
        {onToggle && (
          <Button size="compact-xs" variant="default" onClick={onRestore}>
            {t("Restore")}
          </Button>
        )}
      </td>
    </tr>
  );
}

const SOURCES: Record<string, string> = {
  INTEGRATION: t("An app"),
  API: t("The API"),
  IMPORT: t("An import that was undone"),
};

function sourceOf({ archivedBy: { source, userId } }: Archived): string {
  return userId ? t("User {id}", { id: userId }) : (SOURCES[source] ?? source);
}
