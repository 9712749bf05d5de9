import { ActionIcon, Button, Group, Text, TextInput, Title, Tooltip } from "@mantine/core";
import { useHotkeys } from "@mantine/hooks";
import {
  IconColumns,
  IconFileDownload,
  IconFilter,
  IconLayoutKanban,
  IconPlus,
  IconRefresh,
  IconSearch,
} from "@tabler/icons-react";
import { Link, useNavigate, useParams, useSearch } from "@tanstack/react-router";
import { lazy, Suspense, useRef, useState } from "react";

import { Trouble } from "../app/trouble";
import { useTitle } from "../app/use-title";
import { useProperties } from "../crm/definitions";
import { type ObjectType, useObjectType } from "../crm/object-types";
import { mayDo, mayUse, useSession } from "../session/session";
import { ButtonWithMenu } from "../shared/button-with-menu";
import { FailureAlert } from "../shared/failure-alert";
import { locale, noun, t, tn } from "../shared/texts";
import { useDebounced } from "../shared/use-debounced";
import classes from "./records.module.css";
import { RecordsTable } from "./records-table";
import { useRecords } from "./records-query";
import { numberOf, useSelection } from "./selection";
import { useView } from "./view";

// What is seen only after a first click is loaded behind the rows.
const BulkBar = lazy(() => import("./bulk-bar"));
const ColumnEditor = lazy(() => import("./column-editor"));
const CreateDrawer = lazy(() => import("./create-drawer"));
const FilterEditor = lazy(() => import("./filter-editor"));
const ExportDialog = lazy(() => import("../exports/export-dialog"));
const TableMenu = lazy(() => import("../exports/table-menu"));
const SavedViews = lazy(() => import("./saved-views"));

export function RecordsPage() {
  const { type: name } = useParams({ from: "/inside/app/records/$type" });
  const type = useObjectType(name);
  return type ? <Records key={type.id} type={type} /> : <Trouble />;
}

/** All records of a type: found, filtered, sorted, changed where they stand. */
function Records({ type }: { type: ObjectType }) {
  useTitle(type.plural);
  const [view, change, forget] = useView(type);
  const [typed, setTyped] = useState("");
  const [exporting, setExporting] = useState(false);
  const words = useDebounced(typed.trim(), 150);
  const found = useRecords(type, view, words);
  const [selection, select] = useSelection(JSON.stringify([words, view.groups]));
  const properties = useProperties(type.name);
  const session = useSession();
  const navigate = useNavigate();
  const asked = useSearch({ from: "/inside/app/records/$type" });
  const ask = (search: { create?: true | undefined; view?: number | undefined }) =>
    void navigate({
      to: "/app/records/$type",
      params: { type: type.name },
      search: { ...asked, ...search },
      replace: true,
    });
  const showCreate = (shown: boolean) => ask({ create: shown || undefined });
  const box = useRef<HTMLInputElement>(null);
  useHotkeys([
    ["c", () => showCreate(true)],
    ["f", () => box.current?.focus()],
  ]);
  const filters = view.groups.reduce((sum, group) => sum + group.filters.length, 0);
  const mayEdit = mayDo(session, type.id, "edit");
  return (
    <>
      <Group className={classes.bar} justify="space-between">
        <Group gap="sm" align="baseline">
          <Title order={1} size="h3">
            {type.plural}
          </Title>
          <Text size="sm" c="var(--muted)" aria-live="polite">
            {found.total === undefined ? "" : found.total.toLocaleString(locale)}
          </Text>
        </Group>
        <Group gap="xs">
          {type.pipelines && (
            <Button
              variant="default"
              leftSection={<IconLayoutKanban size={16} />}
              renderRoot={(props) => (
                <Link
                  to="/app/boards/$type"
                  params={{ type: type.name }}
                  search={view.saved === undefined ? {} : { view: Number(view.saved) }}
                  {...props}
                />
              )}
            >
              {t("Board")}
            </Button>
          )}
          {mayEdit && (
            <Button leftSection={<IconPlus size={16} />} onClick={() => showCreate(true)}>
              {t("Create {singular}", { singular: noun(type.singular) })}
            </Button>
          )}
        </Group>
      </Group>
      <Group className={`${classes.bar} ${classes.tools}`} gap="xs" pt={0}>
        <TextInput
          ref={box}
          w={240}
          size="xs"
          leftSection={<IconSearch size={14} />}
          placeholder={t("Search {plural}", { plural: noun(type.plural) })}
          aria-label={t("Search {plural}", { plural: noun(type.plural) })}
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
        />
        <Suspense>
          <SavedViews
            type={type}
            view={view}
            onView={change}
            asked={asked.view?.toString()}
            onAsk={(id) => ask({ view: id === undefined ? undefined : Number(id) })}
          />
        </Suspense>
        <ButtonWithMenu
          label={filters ? tn(filters, "{count} filter", "{count} filters") : t("Filter")}
          icon={<IconFilter size={14} />}
          active={filters > 0}
          width={460}
        >
          <FilterEditor type={type} groups={view.groups} onChange={(groups) => change({ groups })} />
        </ButtonWithMenu>
        <ButtonWithMenu label={t("Columns")} icon={<IconColumns size={14} />} width={320}>
          <ColumnEditor
            properties={properties}
            columns={view.columns}
            pinned={view.pinned ?? 0}
            onChange={change}
            onReset={forget}
          />
        </ButtonWithMenu>
        <Tooltip label={t("Load again")}>
          <ActionIcon
            variant="default"
            size={30}
            onClick={() => void found.again()}
            loading={found.isRefetching}
            aria-label={t("Load again")}
          >
            <IconRefresh size={16} />
          </ActionIcon>
        </Tooltip>
        {(mayUse(session, "import") || mayUse(session, "export")) && (
          <ButtonWithMenu
            key={String(exporting)}
            label={t("Files")}
            icon={<IconFileDownload size={14} />}
            width={230}
          >
            <TableMenu type={type} onExport={() => setExporting(true)} />
          </ButtonWithMenu>
        )}
      </Group>
      {numberOf(selection, found.count) > 0 && (
        <Suspense>
          <BulkBar
            type={type}
            selection={selection}
            total={found.total ?? 0}
            search={found.wanted}
            onSelect={select}
          />
        </Suspense>
      )}
      <FailureAlert error={found.error} />
      <RecordsTable
        type={type}
        view={view}
        onView={change}
        found={found}
        selection={selection}
        onSelect={select}
        mayEdit={mayEdit}
      />
      <Suspense>
        {exporting && (
          <ExportDialog type={type} what={{ view: { ...view, words } }} onClose={() => setExporting(false)} />
        )}
      </Suspense>
      <Suspense>
        {mayEdit && asked.create && <CreateDrawer type={type} opened onClose={() => showCreate(false)} />}
      </Suspense>
    </>
  );
}
