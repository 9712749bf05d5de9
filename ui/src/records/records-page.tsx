import { ActionIcon, Group, Tooltip } from "@mantine/core";
import { useHotkeys } from "@mantine/hooks";
import { IconColumns, IconFileDownload, IconRefresh } from "@tabler/icons-react";
import { useNavigate, useParams, useSearch } from "@tanstack/react-router";
import { Suspense, useRef, useState } from "react";

import { Trouble } from "../app/trouble";
import { useTitle } from "../app/use-title";
import { useProperties } from "../crm/definitions";
import { type ObjectType, useObjectType } from "../crm/object-types";
import { mayDo, mayUse, useSession } from "../session/session";
import { ButtonWithMenu } from "../shared/button-with-menu";
import { FailureAlert } from "../shared/failure-alert";
import { useKept } from "../shared/kept";
import { lazySoon } from "../shared/lazy-soon";
import { t } from "../shared/texts";
import { useDebounced } from "../shared/use-debounced";
import { LookTools } from "./look-tools";
import { RecordsHead } from "./records-head";
import classes from "./records.module.css";
import { useRecords } from "./records-query";
import { RecordsTable } from "./records-table";
import { numberOf, useSelection } from "./selection";
import { useView } from "./view";

// What is seen only after a first click is loaded behind the rows.
const BulkBar = lazySoon(() => import("./bulk-bar"));
const ColumnEditor = lazySoon(() => import("./column-editor"));
const CreateDrawer = lazySoon(() => import("./create-drawer"));
const ExportDialog = lazySoon(() => import("../exports/export-dialog"));
const TableMenu = lazySoon(() => import("../exports/table-menu"));

export function RecordsPage() {
  const { type: name } = useParams({ from: "/inside/app/records/$type" });
  const type = useObjectType(name);
  return type ? <Records key={type.id} type={type} /> : <Trouble />;
}

/** All records of a type: found, filtered, sorted, changed where they stand. */
function Records({ type }: { type: ObjectType }) {
  useTitle(type.plural);
  const [view, change, forget] = useView(type);
  const [typed, setTyped] = useKept("words", "");
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
  const mayEdit = mayDo(session, type.id, "edit");
  return (
    <>
      <RecordsHead
        type={type}
        view={view}
        total={found.total}
        mayCreate={mayEdit}
        onCreate={() => showCreate(true)}
      />
      <Group className={`${classes.bar} ${classes.tools}`} gap="xs" pt={0}>
        <LookTools
          type={type}
          view={view}
          onView={change}
          typed={typed}
          onTyped={setTyped}
          box={box}
          asked={asked.view}
          onAsk={(view) => ask({ view })}
        />
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
