import { t } from "../shared/texts";

/** Texts that the server says and the app translates: they stand here for the catalogues, and are loaded by nobody. */
export const OF_SERVER = [
  t("change currencies, exchange rates and business units"),
  t("read the audit log, logins and security activity"),
  t("export records to files"),
  t("upload, change and delete files and folders"),
  t("import files of records, stop and undo imports"),
  t("change lists, their members and folders"),
  t("change forms, event definitions and tracking; send events; send and read submissions"),
  t("change properties, pipelines, schemas and association labels"),
  t("read reports and analytics"),
  t("add, change and remove users"),
];
