import { onlineManager, useIsMutating } from "@tanstack/react-query";
import { useEffect, useSyncExternalStore } from "react";

import { t, tn } from "../shared/texts";
import classes from "./shell.module.css";

const follow = (changed: () => void) => onlineManager.subscribe(changed);
const isOnline = () => onlineManager.isOnline();

/** Says that there is no connection and what becomes of changes: they wait in the page, and are sent when it is back. It is
 * in the first load, for when it is needed nothing can be loaded. */
export function Offline() {
  const online = useSyncExternalStore(follow, isOnline);
  const waiting = useIsMutating({ predicate: ({ state }) => state.isPaused });
  useEffect(() => {
    if (waiting === 0) return;
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener("beforeunload", ask);
    return () => window.removeEventListener("beforeunload", ask);
  }, [waiting]);
  if (online) return null;
  return (
    <div className={classes.offline} role="status">
      {waiting
        ? tn(
            waiting,
            "You are offline. {count} change waits in this page: leave it open, and it is saved when the connection is back.",
            "You are offline. {count} changes wait in this page: leave it open, and they are saved when the connection is back.",
          )
        : t("You are offline. Go on: what you change waits in this page until the connection is back.")}
    </div>
  );
}
