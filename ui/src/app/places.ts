import { IconGauge, IconKey, type Icon } from "@tabler/icons-react";

import { mayUse, type Session } from "../session/session";

/** A page beside those of records: where it is, and who may go there. */
export interface Place {
  label: string;
  to: "/app/developer/apps" | "/app/developer/usage";
  icon: Icon;
  group: string;
  isFor: (session: Session | null) => boolean;
}

/** In the order of the navigation. */
export const PLACES: readonly Place[] = [
  {
    label: "Apps and keys",
    to: "/app/developer/apps",
    icon: IconKey,
    group: "Developer",
    isFor: (session) => mayUse(session, "account"),
  },
  {
    label: "Limits and usage",
    to: "/app/developer/usage",
    icon: IconGauge,
    group: "Developer",
    isFor: () => true,
  },
];
