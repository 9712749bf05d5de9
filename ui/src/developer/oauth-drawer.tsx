import { Alert, Button, Drawer, Group, Modal, Stack, Tabs, Text, Textarea, TextInput } from "@mantine/core";
import { useState } from "react";

import { CopyLine } from "../shared/copy-line";
import { FailureAlert } from "../shared/failure-alert";
import { t } from "../shared/texts";
import type { App } from "./apps-query";
import { type OAuthMade, useOAuthApps } from "./oauth-query";
import { ScopesPicker } from "./scopes-picker";

interface Props {
  /** The app to change; without one a new app is made. */
  app?: App;
  onClose: () => void;
}

/** Makes or changes an app that accounts install through OAuth. What is made is shown with its secrets, once. */
export default function OAuthDrawer({ app, onClose }: Props) {
  const { create, update } = useOAuthApps();
  const [name, setName] = useState(app?.name ?? "");
  const [redirects, setRedirects] = useState((app?.redirectUris ?? []).join("\n"));
  const [required, setRequired] = useState<ReadonlySet<string>>(new Set(app?.scopes));
  const [optional, setOptional] = useState<ReadonlySet<string>>(new Set(app?.optionalScopes));
  if (create.data) return <SecretsOnce made={create.data} onClose={onClose} />;
  const save = () => {
    const body = {
      name,
      redirectUris: redirects.split(/\s+/).filter(Boolean),
      scopes: [...required],
      optionalScopes: [...optional].filter((scope) => !required.has(scope)),
    };
    if (app) update.mutate({ appId: app.id, body }, { onSuccess: onClose });
    else create.mutate(body);
  };
  return (
    <Drawer
      opened
      onClose={onClose}
      title={app ? t("Change {name}", { name: app.name }) : t("Create an OAuth app")}
      position="right"
      size="md"
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          save();
        }}
      >
        <Stack>
          <FailureAlert error={create.error ?? update.error} />
          <TextInput
            label={t("Name")}
            description={t("People see it when they are asked to let the app in.")}
            required
            maxLength={100}
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
            data-autofocus
          />
          <Textarea
            label={t("Redirect URLs")}
            description={t(
              "Where people come back to with a code, one per line: https, or http for localhost.",
            )}
            placeholder="https://app.example.com/oauth/callback"
            autosize
            minRows={2}
            value={redirects}
            onChange={(event) => setRedirects(event.currentTarget.value)}
          />
          <Tabs defaultValue="required">
            <Tabs.List mb="sm">
              <Tabs.Tab value="required">{t("Required scopes ({count})", { count: required.size })}</Tabs.Tab>
              <Tabs.Tab value="optional">{t("Optional scopes ({count})", { count: optional.size })}</Tabs.Tab>
            </Tabs.List>
            <Tabs.Panel value="required">
              <ScopesPicker chosen={required} onChange={setRequired} />
            </Tabs.Panel>
            <Tabs.Panel value="optional">
              <Text size="sm" mb="xs">
                {t("Granted where the account has them; the app works without.")}
              </Text>
              <ScopesPicker chosen={optional} onChange={setOptional} />
            </Tabs.Panel>
          </Tabs>
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {t("Cancel")}
            </Button>
            <Button type="submit" loading={create.isPending || update.isPending}>
              {app ? t("Save") : t("Create")}
            </Button>
          </Group>
        </Stack>
      </form>
    </Drawer>
  );
}

function SecretsOnce({ made, onClose }: { made: OAuthMade; onClose: () => void }) {
  return (
    <SecretModal title={t("Keep these secrets")} onClose={onClose}>
      <Named name={t("Client id")} text={made.clientId} />
      <Named name={t("Client secret")} text={made.clientSecret} />
      <Named name={t("Developer API key")} text={made.developerApiKey} />
    </SecretModal>
  );
}

/** A secret that nobody can look at later; the window closes by its button only. */
export function SecretModal({
  title,
  children,
  onClose,
}: {
  title: string;
  children: React.ReactNode;
  onClose: () => void;
}) {
  return (
    <Modal
      opened
      onClose={onClose}
      title={title}
      size="lg"
      closeOnClickOutside={false}
      closeOnEscape={false}
      centered
    >
      <Stack>
        <Alert color="yellow" variant="light">
          {t("Secrets are shown only now. Who has them can act as the app.")}
        </Alert>
        {children}
        <Group justify="flex-end">
          <Button onClick={onClose}>{t("I have kept it")}</Button>
        </Group>
      </Stack>
    </Modal>
  );
}

export function Named({ name, text }: { name: string; text: string }) {
  return (
    <div>
      <Text size="sm" fw={600} mb={4}>
        {name}
      </Text>
      <CopyLine text={text} label={name} />
    </div>
  );
}
