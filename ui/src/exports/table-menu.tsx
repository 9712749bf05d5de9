import { NavLink } from "@mantine/core";
import { IconDownload, IconFileUpload } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";

import type { ObjectType } from "../crm/object-types";
import { mayDo, mayUse, useSession } from "../session/session";
import { noun, t } from "../shared/texts";

/** The ways between a table and files, as far as the person may go them. */
export default function TableMenu({ type, onExport }: { type: ObjectType; onExport: () => void }) {
  const session = useSession();
  return (
    <>
      {mayUse(session, "import") && mayDo(session, type.id, "edit") && (
        <NavLink
          label={t("Import {type}", { type: noun(type.plural) })}
          leftSection={<IconFileUpload size={16} />}
          renderRoot={(props) => <Link to="/app/imports/new" search={{ type: type.name }} {...props} />}
        />
      )}
      {mayUse(session, "export") && (
        <NavLink
          component="button"
          label={t("Export what is shown")}
          leftSection={<IconDownload size={16} />}
          onClick={onExport}
        />
      )}
    </>
  );
}
