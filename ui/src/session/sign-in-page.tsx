import { Alert } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";

import { useTitle } from "../app/use-title";
import { t } from "../shared/texts";
import { Entrance } from "./entrance";
import { setUpQuery, speaksAnother } from "./session";
import { SignInForm } from "./sign-in-form";

/** The way in. Before the first start is finished nobody has a password, so the page leads there. */
export function SignInPage() {
  useTitle(t("Sign in"));
  const navigate = useNavigate();
  const { next } = useSearch({ from: "/app/sign-in" });
  const waiting = useQuery(setUpQuery).data?.open;
  const enter = async () => {
    if (await speaksAnother()) window.location.assign(local(next));
    else await navigate({ href: local(next) });
  };
  return (
    <Entrance title={t("Sign in to Hubstead")}>
      {waiting && (
        <Alert variant="light" color="pine" mb="md" title={t("Nobody has a password yet")}>
          {t("New here? The server printed a link where it was started.")}{" "}
          <Link to="/app/set-up">{t("Set the server up")}</Link>
        </Alert>
      )}
      <SignInForm onSignedIn={() => void enter()} />
    </Entrance>
  );
}

/** Only an address in the app: a link from elsewhere must not lead away. */
function local(next: string | undefined): string {
  return next?.startsWith("/app/") ? next : "/";
}
