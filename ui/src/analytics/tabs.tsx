import { Link } from "@tanstack/react-router";

import { t } from "../shared/texts";
import classes from "./analytics.module.css";
import { TOOLS } from "./tools/tools";

/** The pages of analytics. */
export function AnalyticsTabs() {
  return (
    <nav className={classes.tabs} aria-label={t("Analytics")}>
      <Link to="/app/analytics" activeOptions={{ exact: true, includeSearch: false }} className={classes.tab}>
        {t("Traffic")}
      </Link>
      {TOOLS.map(({ id, label }) => (
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
