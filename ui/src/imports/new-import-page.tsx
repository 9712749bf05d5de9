import { Checkbox, Group, MultiSelect, Progress, Stack, Text, TextInput, Button } from "@mantine/core";
import { useMutation, useQueries } from "@tanstack/react-query";
import { Link, useBlocker, useNavigate, useSearch } from "@tanstack/react-router";
import { useMemo, useState } from "react";

import { useTitle } from "../app/use-title";
import { propertiesQuery } from "../crm/definitions";
import { CONTACTS, type ObjectType, useObjectTypes } from "../crm/object-types";
import { mayDo, useSession } from "../session/session";
import { FailureAlert } from "../shared/failure-alert";
import { Card, Page } from "../shared/page";
import { t, tn } from "../shared/texts";
import { Columns } from "./columns";
import { FileDrop } from "./file-drop";
import { How } from "./how";
import { send } from "./imports-query";
import { type DateFormat, dateFormatOf, type Known, type Mapping, suggest } from "./mapping";
import { Preview } from "./preview";
import { type Ways, requestOf } from "./request";
import { type Table } from "./table-of";

interface Chosen {
  file: File;
  table: Table;
}

/** Imports a file in one page: the file, what its columns are, how rows find records, what will come of it. */
export function NewImportPage() {
  useTitle(t("Import a file"));
  const session = useSession();
  const [chosen, setChosen] = useState<Chosen | null>(null);
  const { type: first = CONTACTS.name } = useSearch({ from: "/inside/app/imports/new" });
  const all = useObjectTypes().filter((type) => mayDo(session, type.id, "edit"));
  const [names, setNames] = useState<string[]>([first]);
  const types = all.filter((type) => names.includes(type.name));
  return (
    <Page
      title={t("Import a file")}
      back={<Link to="/app/imports">{t("Imports")}</Link>}
      about={t("Nothing is changed before you have seen what will become of the file and press “Import”.")}
    >
      <Card title={t("1. The file")}>
        <Stack>
          <MultiSelect
            label={t("What its rows are")}
            description={t("With two types, the records of a row are connected with each other.")}
            data={all.map(({ name, plural }) => ({ value: name, label: plural }))}
            value={names}
            onChange={setNames}
            maxValues={4}
            searchable
            maw={480}
          />
          <FileDrop chosen={chosen} onChoose={setChosen} />
        </Stack>
      </Card>
      {chosen && !chosen.table.problem && types.length > 0 && (
        <Steps
          key={`${chosen.file.name} ${chosen.file.size} ${chosen.file.lastModified} ${names.join()}`}
          chosen={chosen}
          types={types}
        />
      )}
    </Page>
  );
}

/** The properties of the types, once all are there. */
function useKnown(types: ObjectType[]): Known | undefined {
  const found = useQueries({ queries: types.map((type) => propertiesQuery(type.name)) });
  const ready = found.every((query) => query.data !== undefined);
  const at = found.map((query) => query.dataUpdatedAt).join();
  return useMemo(
    () =>
      ready
        ? new Map(types.map((type, place) => [type.id, found[place]?.data ?? new Map<string, never>()]))
        : undefined,
    // eslint-disable-next-line react-hooks/exhaustive-deps -- `at` says when what was found is another
    [ready, at],
  );
}

function Steps({ chosen, types }: { chosen: Chosen; types: ObjectType[] }) {
  const known = useKnown(types);
  return known ? <Mapped chosen={chosen} types={types} known={known} /> : null;
}

function Mapped({
  chosen: { file, table },
  types,
  known,
}: {
  chosen: Chosen;
  types: ObjectType[];
  known: Known;
}) {
  const session = useSession();
  const navigate = useNavigate();
  const [changed, setChanged] = useState<Mapping | null>(null);
  const mapping = useMemo(
    () => changed ?? suggest(table.header, table.rows, types, known),
    [changed, table, types, known],
  );
  const [ways, setWays] = useState<Ways>({ operations: {}, keys: {}, timeZone: session?.timeZone ?? "UTC" });
  const dates = ways.dates ?? found(table, mapping, known);
  const [name, setName] = useState(file.name.replace(/\.[^.]+$/, ""));
  const [list, setList] = useState(false);
  const [sent, setSent] = useState(0);
  const [stop, setStop] = useState<AbortController | null>(null);
  const begin = useMutation({
    mutationFn: () => {
      const controller = new AbortController();
      setStop(controller);
      setSent(0);
      const kept = file.name.replace(/["\\\r\n]/g, "_");
      const request = requestOf({
        name: name.trim(),
        file: kept,
        table,
        mapping,
        types,
        known,
        ways,
        dates,
        list,
      });
      return send(request, file, kept, setSent, controller.signal);
    },
    onSuccess: ({ id }) =>
      navigate({
        to: "/app/imports/$id",
        params: { id },
        search: { rows: table.total },
        ignoreBlocker: true,
      }),
  });
  useBlocker({
    shouldBlockFn: () => !window.confirm(t("The file is still being sent. Leave the page and stop that?")),
    enableBeforeUnload: () => begin.isPending,
    disabled: !begin.isPending,
  });
  const mapped = mapping.filter(Boolean).length;
  return (
    <>
      <Card title={t("2. What the columns are")} padded={false}>
        <Columns
          table={table}
          types={types}
          known={known}
          mapping={mapping}
          dates={dates}
          onChange={setChanged}
        />
      </Card>
      <Card title={t("3. How rows find records")}>
        <How types={types} known={known} mapping={mapping} ways={ways} dates={dates} onChange={setWays} />
      </Card>
      <Card title={t("4. What will come of it")} padded={false}>
        <Preview table={table} known={known} mapping={mapping} types={types} dates={dates} />
      </Card>
      <Card>
        <form
          onSubmit={(event) => {
            event.preventDefault();
            begin.mutate();
          }}
        >
          <Stack>
            <TextInput
              label={t("Name of the import")}
              required
              maw={480}
              value={name}
              onChange={(event) => setName(event.currentTarget.value)}
            />
            {types.some((type) => type.id === CONTACTS.id) && (
              <Checkbox
                label={t("Make a list of the contacts in the file")}
                checked={list}
                onChange={(event) => setList(event.currentTarget.checked)}
              />
            )}
            <FailureAlert error={begin.error} />
            {begin.isPending && (
              <Progress value={100 * sent} aria-label={t("How much of the file has been sent")} />
            )}
            <Group justify="space-between">
              <Text size="sm" c="var(--muted)">
                {tn(mapped, "{count} column of {all} is imported", "{count} columns of {all} are imported", {
                  all: table.header.length,
                })}
              </Text>
              <Group gap="xs">
                {begin.isPending && (
                  <Button variant="default" onClick={() => stop?.abort()}>
                    {t("Stop")}
                  </Button>
                )}
                <Button type="submit" loading={begin.isPending} disabled={mapped === 0 || !name.trim()}>
                  {tn(table.total, "Import {count} row", "Import {count} rows")}
                </Button>
              </Group>
            </Group>
          </Stack>
        </form>
      </Card>
    </>
  );
}

/** The form of the dates in the file, as far as it tells. */
function found(table: Table, mapping: Mapping, known: Known): DateFormat {
  const dated = mapping.flatMap((target, place) => {
    const type = target && known.get(target.typeId)?.get(target.property)?.type;
    return type === "date" || type === "datetime" ? [place] : [];
  });
  return (
    dateFormatOf(dated.flatMap((place) => table.rows.map((row) => row[place] ?? ""))) ?? "MONTH_DAY_YEAR"
  );
}
