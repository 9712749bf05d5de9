import { ActionIcon, Menu } from "@mantine/core";
import { IconDots, IconDownload, IconFileUpload } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { lazy, Suspense, useState } from "react";

import type { ObjectType } from "../crm/object-types";
import type { FilterGroup, Sort } from "../crm/search";
import { mayDo, mayUse, useSession } from "../session/session";
import { t } from "../shared/texts";

const ExportDialog = lazy(() => import("./export-dialog"));

interface Props {
  type: ObjectType;
  /** What the table shows. */
  view: { groups: FilterGroup[]; sort: Sort | null; columns: string[] };
  words: string;
}

/** The ways between a table and files, as far as the person may go them. */
export default function TableMenu({ type, view, words }: Props) {
  const session = useSession();
  const [exporting, setExporting] = useState(false);
  const mayImport = mayUse(session, "import") && mayDo(session, type.id, "edit");
  const mayExport = mayUse(session, "export");
  if (!mayImport && !mayExport) return null;
  return (
    <>
      <Menu position="bottom-end" shadow="md">
        <Menu.Target>
          <ActionIcon variant="default" size={30} aria-label={t("Import or export")}>
            <IconDots size={16} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          {mayImport && (
            <Menu.Item
              leftSection={<IconFileUpload size={14} />}
              renderRoot={(props) => <Link to="/app/imports/new" search={{ type: type.name }} {...props} />}
            >
              {t("Import {type}", { type: type.plural.toLowerCase() })}
            </Menu.Item>
          )}
          {mayExport && (
            <Menu.Item leftSection={<IconDownload size={14} />} onClick={() => setExporting(true)}>
              {t("Export what is shown")}
            </Menu.Item>
          )}
        </Menu.Dropdown>
      </Menu>
      {exporting && (
        <Suspense>
          <ExportDialog type={type} what={{ view: { ...view, words } }} onClose={() => setExporting(false)} />
        </Suspense>
      )}
    </>
  );
}
