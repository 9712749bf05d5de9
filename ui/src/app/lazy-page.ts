import { lazyRouteComponent } from "@tanstack/react-router";

import { failureOf } from "../api/failure";

/** A page that is loaded when it is opened. Where its part is missing, the page is loaded anew as soon as there is a server for
 * it (`followServer`): the router would do so at once, and throw away all that is there where no server answers. */
export const lazyPage = ((load: () => Promise<Record<string, unknown>>, name: string) =>
  lazyRouteComponent(
    () =>
      load().catch((error: unknown) => {
        throw failureOf(error);
      }),
    name,
  )) as typeof lazyRouteComponent;
