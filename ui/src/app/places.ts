import {
  IconBuilding,
  IconChartAreaLine,
  IconLayoutDashboard,
  IconApi,
  IconClockOff,
  IconFlask,
  IconLogs,
  IconCalendar,
  IconLayoutKanban,
  IconPuzzle,
  IconFileUpload,
  IconGauge,
  IconHistory,
  IconKey,
  IconListDetails,
  IconForms,
  IconCode,
  IconTrash,
  IconUsersGroup,
  type Icon,
} from "@tabler/icons-react";

import { mayDo, mayUse, type Session } from "../session/session";
import { t } from "../shared/texts";

/** A page beside those of records: where it is, and who may go there. */
export interface Place {
  label: string;
  to:
    | "/app/analytics"
    | "/app/dashboards"
    | "/app/calendar"
    | "/app/lists"
    | "/app/imports"
    | "/app/developer/apps"
    | "/app/developer/usage"
    | "/app/developer/calls"
    | "/app/developer/deprecated"
    | "/app/developer/api"
    | "/app/developer/sandbox"
    | "/app/settings/properties"
    | "/app/settings/pipelines"
    | "/app/settings/objects"
    | "/app/settings/people"
    | "/app/settings/account"
    | "/app/settings/audit"
    | "/app/settings/bin"
    | "/app/settings/tracking";
  icon: Icon;
  group: string;
  isFor: (session: Session | null) => boolean;
  /** Whether others may read it by a link. */
  readable?: true;
}

/** In the order of the navigation. */
export const PLACES: readonly Place[] = [
  {
    label: t("Analytics"),
    to: "/app/analytics",
    icon: IconChartAreaLine,
    group: t("Marketing"),
    isFor: (session) => mayUse(session, "reports"),
  },
  {
    label: t("Dashboards"),
    to: "/app/dashboards",
    icon: IconLayoutDashboard,
    group: t("Marketing"),
    isFor: (session) => mayUse(session, "reports"),
  },
  {
    label: t("Calendar"),
    to: "/app/calendar",
    icon: IconCalendar,
    group: t("Organise"),
    isFor: (session) => mayDo(session, "0-47", "view") || mayDo(session, "0-27", "view"),
  },
  {
    label: t("Lists"),
    to: "/app/lists",
    icon: IconListDetails,
    group: t("Organise"),
    isFor: () => true,
  },
  {
    label: t("Imports"),
    to: "/app/imports",
    icon: IconFileUpload,
    group: t("Organise"),
    isFor: (session) => mayUse(session, "import"),
  },
  {
    label: t("Apps and keys"),
    to: "/app/developer/apps",
    icon: IconKey,
    group: t("Developer"),
    isFor: (session) => mayUse(session, "account"),
  },
  {
    label: t("Limits and usage"),
    to: "/app/developer/usage",
    icon: IconGauge,
    group: t("Developer"),
    isFor: () => true,
  },
  {
    label: t("Request log"),
    to: "/app/developer/calls",
    icon: IconLogs,
    group: t("Developer"),
    isFor: (session) => mayUse(session, "account"),
  },
  {
    label: t("Deprecated calls"),
    to: "/app/developer/deprecated",
    icon: IconClockOff,
    group: t("Developer"),
    isFor: (session) => mayUse(session, "account"),
  },
  {
    label: t("API"),
    to: "/app/developer/api",
    icon: IconApi,
    group: t("Developer"),
    isFor: () => true,
  },
  {
    label: t("Sandbox"),
    to: "/app/developer/sandbox",
    icon: IconFlask,
    group: t("Developer"),
    isFor: (session) => session?.sandbox !== undefined && session.superAdmin,
  },
  {
    label: t("Account"),
    to: "/app/settings/account",
    icon: IconBuilding,
    group: t("Settings"),
    isFor: (session) => mayUse(session, "account"),
  },
  {
    label: t("Properties"),
    to: "/app/settings/properties",
    icon: IconForms,
    group: t("Settings"),
    isFor: (session) => mayUse(session, "properties"),
    readable: true,
  },
  {
    label: t("Pipelines"),
    to: "/app/settings/pipelines",
    icon: IconLayoutKanban,
    group: t("Settings"),
    isFor: (session) => mayUse(session, "properties"),
    readable: true,
  },
  {
    label: t("Objects and labels"),
    to: "/app/settings/objects",
    icon: IconPuzzle,
    group: t("Settings"),
    isFor: (session) => mayUse(session, "properties"),
    readable: true,
  },
  {
    label: t("Users and teams"),
    to: "/app/settings/people",
    icon: IconUsersGroup,
    group: t("Settings"),
    isFor: (session) => mayUse(session, "users"),
    readable: true,
  },
  {
    label: t("Tracking code"),
    to: "/app/settings/tracking",
    icon: IconCode,
    group: t("Settings"),
    isFor: (session) => mayUse(session, "marketing"),
  },
  {
    label: t("Audit log"),
    to: "/app/settings/audit",
    icon: IconHistory,
    group: t("Settings"),
    isFor: (session) => mayUse(session, "audit"),
  },
  {
    label: t("Recycling bin"),
    to: "/app/settings/bin",
    icon: IconTrash,
    group: t("Settings"),
    isFor: () => true,
  },
];
