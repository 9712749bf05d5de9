import { PasswordInput, Select, TextInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";

import { FailureAlert } from "../shared/failure-alert";
import { chosenLanguage, chooseLanguage, LANGUAGES } from "../shared/language";
import { notifyDone } from "../shared/notify";
import { Card, Page } from "../shared/page";
import { t } from "../shared/texts";
import { OwnSessions, sessionsQuery } from "./own-sessions";
import { ProfileForm } from "./profile-form";
import { post, prefer, type Session, useSession } from "./session";

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
      <OwnSessions zone={session.timeZone} />
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
    <ProfileForm title={t("Name")} action={t("Save name")} change={change}>
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
    </ProfileForm>
  );
}

function Language() {
  const names = LANGUAGES.map((code) => ({
    value: code,
    label: new Intl.DisplayNames(code, { type: "language" }).of(code) ?? code,
  }));
  const change = useMutation({
    mutationFn: (language: string) => prefer({ language }),
    onSuccess: (_, language) => chooseLanguage(language),
  });
  return (
    <Card title={t("Language")}>
      <FailureAlert error={change.error} />
      <Select
        maw={380}
        label={t("Language of the app")}
        description={t(
          "It holds in all your browsers. What people wrote and named themselves stays as it is.",
        )}
        allowDeselect={false}
        data={[{ value: "", label: t("As the browser") }, ...names]}
        value={chosenLanguage()}
        disabled={change.isPending}
        onChange={(code) => code !== null && change.mutate(code)}
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
    <ProfileForm title={t("Password")} action={t("Change password")} change={change}>
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
    </ProfileForm>
  );
}
