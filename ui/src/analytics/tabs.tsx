import { Link } from "@tanstack/react-router";

import { useSession } from "../session/session";
import { t } from "../shared/texts";
import classes from "./analytics.module.css";
import { offers } from "./offered";
import { TOOLS, TRAFFIC } from "./tools/tools";

/** The pages of analytics that the plan and the role have. */
export function AnalyticsTabs() {
  const session = useSession();
  return (
    <nav className={classes.tabs} aria-label={t("Analytics")}>
      {offers(session, TRAFFIC) && (
        <Link
          to="/app/analytics"
          activeOptions={{ exact: true, includeSearch: false }}
          className={classes.tab}
        >
          {TRAFFIC.label}
        </Link>
      )}
      {TOOLS.filter((tool) => offers(session, tool)).map(({ id, label }) => (
        <Link
          key={id}
          to="/app/analytics/$tool"
          activeOptions={{ includeSearch: false }}
          params={{ tool: id }}
          className={classes.tab}
        >
          {label}
        </Link>
      ))}
      <Link to="/app/analytics/saved" className={classes.tab}>
        {t("Saved")}
      </Link>
    </nav>
  );
}
