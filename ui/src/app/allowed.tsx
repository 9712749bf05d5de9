import { Outlet, useRouterState } from "@tanstack/react-router";

import { Failure } from "../api/failure";
import { useSession } from "../session/session";
import { t } from "../shared/texts";
import { PLACES } from "./places";
import { Trouble } from "./trouble";

/** The page of the address; in its place, for who may not go there and came by a link, why not. */
export function Allowed() {
  const session = useSession();
  const path = useRouterState({ select: (state) => state.location.pathname });
  const place = PLACES.find(({ to }) => path === to || path.startsWith(`${to}/`));
  if (!session || !place || place.readable || place.isFor(session)) return <Outlet />;
  return (
    <Trouble
      error={new Failure(403, t("Your role does not allow this page. A super admin can change that."))}
    />
  );
}
