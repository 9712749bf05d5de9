import { Button, Group, PasswordInput, Select, Stack, Text, TextInput } from "@mantine/core";
import { queryOptions, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";

import { moment } from "../crm/format";
import { FailureAlert } from "../shared/failure-alert";
import { chosenLanguage, chooseLanguage, LANGUAGES } from "../shared/language";
import { notifyDone } from "../shared/notify";
import { Answered, Card, cell, Page, PlainTable } from "../shared/page";
import { t } from "../shared/texts";
import { post, read, type Session, useSession } from "./session";

interface OwnSession {
  id: string;
  createdAt: string;
  expiresAt: string;
  address: string;
  client: string;
  current: boolean;
}

const sessionsQuery = queryOptions({
  queryKey: ["own sessions"],
  queryFn: async () => (await read<{ results: OwnSession[] }>("/login/sessions")).results,
});

/** Oneself: the password, and where one is signed in. */
export function ProfilePage() {
  const session = useSession();
  if (!session) return null;
  const name = [session.firstName, session.lastName].filter(Boolean).join(" ");
  return (
    <Page title={t("Your profile")} about={[name, session.email].filter(Boolean).join(", ")}>
      <Name session={session} />
      <Language />
      <Password />
      <Sessions zone={session.timeZone} />
    </Page>
  );
}

function Name({ session }: { session: Session }) {
  const [firstName, setFirst] = useState(session.firstName);
  const [lastName, setLast] = useState(session.lastName);
  const client = useQueryClient();
  const change = useMutation({
    mutationFn: () => post("/login/name", { firstName, lastName }, "PUT"),
    onSuccess: async () => {
      notifyDone(t("Saved."));
      await Promise.all(
        [["session"], ["owners"], ["users"]].map((queryKey) => client.invalidateQueries({ queryKey })),
      );
    },
  });
  return (
    <Card title={t("Name")}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          change.mutate();
        }}
      >
        <Stack maw={380}>
          <FailureAlert error={change.error} />
          <TextInput
            label={t("First name")}
            autoComplete="given-name"
            maxLength={100}
            value={firstName}
            onChange={(event) => setFirst(event.currentTarget.value)}
          />
          <TextInput
            label={t("Last name")}
            autoComplete="family-name"
            maxLength={100}
            value={lastName}
            onChange={(event) => setLast(event.currentTarget.value)}
          />
          <Group justify="flex-end">
            <Button type="submit" loading={change.isPending}>
              {t("Save name")}
            </Button>
          </Group>
        </Stack>
      </form>
    </Card>
  );
}

function Language() {
  const names = LANGUAGES.map((code) => ({
    value: code,
    label: new Intl.DisplayNames(code, { type: "language" }).of(code) ?? code,
  }));
  return (
    <Card title={t("Language")}>
      <Select
        maw={380}
        label={t("Language of the app")}
        description={t(
          "It is kept in this browser. Names of properties and what people wrote stay as they are.",
        )}
        allowDeselect={false}
        data={[{ value: "", label: t("As the browser") }, ...names]}
        value={chosenLanguage()}
        onChange={(code) => code !== null && void chooseLanguage(code)}
      />
    </Card>
  );
}

function Password() {
  const [currentPassword, setCurrent] = useState("");
  const [newPassword, setNew] = useState("");
  const client = useQueryClient();
  const change = useMutation({
    mutationFn: () => post("/login/password", { currentPassword, newPassword }),
    onSuccess: async () => {
      setCurrent("");
      setNew("");
      notifyDone(t("Changed. Your other sessions have ended."));
      await client.invalidateQueries({ queryKey: sessionsQuery.queryKey });
    },
  });
  return (
    <Card title={t("Password")}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          change.mutate();
        }}
      >
        <Stack maw={380}>
          <FailureAlert error={change.error} />
          <PasswordInput
            label={t("Current password")}
            autoComplete="current-password"
            required
            value={currentPassword}
            onChange={(event) => setCurrent(event.currentTarget.value)}
          />
          <PasswordInput
            label={t("New password")}
            description={t("8 characters or more. It holds for all your accounts on this server.")}
            autoComplete="new-password"
            required
            minLength={8}
            value={newPassword}
            onChange={(event) => setNew(event.currentTarget.value)}
          />
          <Group justify="flex-end">
            <Button type="submit" loading={change.isPending}>
              {t("Change password")}
            </Button>
          </Group>
        </Stack>
      </form>
    </Card>
  );
}

function Sessions({ zone }: { zone: string }) {
  const client = useQueryClient();
  const end = useMutation({
    mutationFn: (id: string) => post(`/login/sessions/${id}`, {}, "DELETE"),
    onSuccess: () => client.invalidateQueries({ queryKey: sessionsQuery.queryKey }),
  });
  return (
    <Card
      title={t("Where you are signed in")}
      padded={false}
      actions={
        <Button size="xs" variant="default" loading={end.isPending} onClick={() => end.mutate("others")}>
          {t("End all others")}
        </Button>
      }
    >
      <FailureAlert error={end.error} />
      <Answered query={useQuery(sessionsQuery)}>
        {(sessions) => (
          <PlainTable label={t("Sessions")} columns={[t("Since"), `-${t("Address")}`, t("Browser"), ""]}>
            {sessions.map((one) => (
              <tr key={one.id}>
                <td>{moment(one.createdAt, zone)}</td>
                <td className={cell.second}>{one.address}</td>
                <td>
                  <Text size="sm" lineClamp={2}>
                    {one.client}
                  </Text>
                </td>
                <td className={cell.end}>
                  {one.current ? (
                    t("This one")
                  ) : (
                    <Button size="compact-xs" variant="default" onClick={() => end.mutate(one.id)}>
                      {t("End")}
                    </Button>
                  )}
                </td>
              </tr>
            ))}
          </PlainTable>
        )}
      </Answered>
    </Card>
  );
}
