import { Button, PasswordInput, Stack, TextInput } from "@mantine/core";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";

import { queryClient } from "../app/query-client";
import { useTitle } from "../app/use-title";
import { FailureAlert } from "../shared/failure-alert";
import { t } from "../shared/texts";
import { Entrance } from "./entrance";
import { post, sessionQuery } from "./session";

interface Welcome {
  email: string;
  firstName: string;
  account: string;
}

/** Where a link leads that an administrator handed over: its user chooses a password. */
export function WelcomePage() {
  useTitle(t("Welcome"));
  const code = window.location.hash.slice(1);
  const link = useQuery({
    queryKey: ["invitation", code],
    retry: false,
    queryFn: async () => (await (await post("/login/invitation/show", { code })).json()) as Welcome,
  });
  return (
    <Entrance
      title={link.data ? t("Welcome to {account}", { account: link.data.account }) : t("Welcome")}
      about={link.data && t("Choose the password with which you sign in from now on.")}
    >
      <FailureAlert error={link.error} />
      {link.data && <Choose code={code} email={link.data.email} />}
    </Entrance>
  );
}

function Choose({ code, email }: { code: string; email: string }) {
  const [password, setPassword] = useState("");
  const navigate = useNavigate();
  const choose = useMutation({
    mutationFn: () => post("/login/invitation", { code, password }),
    onSuccess: async () => {
      await queryClient.query({ ...sessionQuery, staleTime: 0 });
      await navigate({ to: "/", replace: true });
    },
  });
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        choose.mutate();
      }}
    >
      <Stack>
        <FailureAlert error={choose.error} />
        <TextInput label={t("E-mail address")} value={email} readOnly autoComplete="username" />
        <PasswordInput
          label={t("New password")}
          description={t("8 characters or more.")}
          autoComplete="new-password"
          required
          minLength={8}
          value={password}
          onChange={(event) => setPassword(event.currentTarget.value)}
          data-autofocus
        />
        <Button type="submit" loading={choose.isPending} fullWidth>
          {t("Save and sign in")}
        </Button>
      </Stack>
    </form>
  );
}
