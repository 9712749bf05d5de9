import { Button, Code, Group, PasswordInput, Select, Stack, Text, TextInput } from "@mantine/core";
import { useMutation, useQuery } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { useState } from "react";

import { queryClient } from "../app/query-client";
import { useTitle } from "../app/use-title";
import { FailureAlert } from "../shared/failure-alert";
import { t } from "../shared/texts";
import { Entrance } from "./entrance";
import { post, sessionQuery, setUpQuery } from "./session";
import { currencyOptions, ownZone, timeZones } from "./zones";

/** The first start: who holds the link that the server printed becomes its owner. */
export function SetUpPage() {
  useTitle(t("Set up Hubstead"));
  const state = useQuery(setUpQuery);
  if (state.data?.open === false)
    return (
      <Entrance title={t("Hubstead is set up")}>
        <Text size="sm">
          {t("This server has an owner already.")} <Link to="/app/sign-in">{t("Sign in")}</Link>
        </Text>
      </Entrance>
    );
  return (
    <Entrance
      title={t("Set up Hubstead")}
      width={520}
      about={t("You become the owner of this server. Everything here can be changed later in the settings.")}
    >
      <FailureAlert error={state.error} />
      <SetUpForm />
    </Entrance>
  );
}

const EMPTY = { firstName: "", lastName: "", email: "", password: "", company: "", currency: "USD" };

function SetUpForm() {
  const linked = window.location.hash.slice(1);
  const [code, setCode] = useState(linked);
  const [given, setGiven] = useState({ ...EMPTY, timeZone: ownZone() });
  const navigate = useNavigate();
  const setUp = useMutation({
    mutationFn: () => post("/login/set-up", { ...given, code: code.replace(/^.*#/, "").trim() }),
    onSuccess: async () => {
      await queryClient.query({ ...sessionQuery, staleTime: 0 });
      await navigate({ to: "/app/start", replace: true });
    },
  });
  const field = (name: keyof typeof given) => ({
    value: given[name],
    onChange: (event: { currentTarget: { value: string } }) => {
      const { value } = event.currentTarget;
      setGiven((before) => ({ ...before, [name]: value }));
    },
  });
  const choice = (name: "timeZone" | "currency") => ({
    value: given[name],
    onChange: (value: string | null) => setGiven((before) => ({ ...before, [name]: value ?? before[name] })),
    searchable: true,
    allowDeselect: false,
    limit: 100,
  });
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        setUp.mutate();
      }}
    >
      <Stack>
        <FailureAlert error={setUp.error} />
        {!linked && (
          <TextInput
            label={t("Link or code")}
            description={t("The server printed it where it was started. A new start prints a new one.")}
            required
            autoComplete="off"
            data-autofocus
            value={code}
            onChange={(event) => setCode(event.currentTarget.value)}
          />
        )}
        <Group grow align="flex-start">
          <TextInput label={t("First name")} autoComplete="given-name" {...field("firstName")} />
          <TextInput label={t("Last name")} autoComplete="family-name" {...field("lastName")} />
        </Group>
        <TextInput
          label={t("E-mail address")}
          description={t("You sign in with it. No mail is sent.")}
          type="email"
          autoComplete="username"
          required
          {...field("email")}
        />
        <PasswordInput
          label={t("Password")}
          description={t("8 characters or more.")}
          autoComplete="new-password"
          required
          minLength={8}
          {...field("password")}
        />
        <TextInput label={t("Company")} autoComplete="organization" required {...field("company")} />
        <Group grow align="flex-start">
          <Select label={t("Time zone")} data={timeZones(given.timeZone)} {...choice("timeZone")} />
          <Select label={t("Currency")} data={currencyOptions(given.currency)} {...choice("currency")} />
        </Group>
        <Button type="submit" loading={setUp.isPending} fullWidth>
          {t("Set up and sign in")}
        </Button>
        <Text size="xs" c="var(--muted)">
          {t("Without a browser:")} <Code>hubstead user password owner@example.com</Code>
        </Text>
      </Stack>
    </form>
  );
}
