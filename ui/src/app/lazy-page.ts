import { onlineManager } from "@tanstack/react-query";
import { lazyRouteComponent } from "@tanstack/react-router";

import { Failure } from "../api/failure";

/** A page that is loaded when it is opened. Where a part is missing, the router loads the document anew, for a newer server
 * calls it otherwise; without a connection that would throw away all that is there, so it is a failure like any other. */
export const lazyPage = ((load: () => Promise<Record<string, unknown>>, name: string) =>
  lazyRouteComponent(
    () =>
      load().catch((error: unknown) => {
        throw onlineManager.isOnline() ? error : Failure.unreachable();
      }),
    name,
  )) as typeof lazyRouteComponent;
