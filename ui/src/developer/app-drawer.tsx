import { Button, Drawer, Group, Radio, Stack, TextInput } from "@mantine/core";
import { useState } from "react";

import { FailureAlert } from "../shared/failure-alert";
import { t } from "../shared/texts";
import { useCreateApp } from "./apps-query";
import { ScopesPicker } from "./scopes-picker";

interface Props {
  onClose: () => void;
  onMade: (token: string) => void;
}

/** Makes a private app or a service key. */
export default function AppDrawer({ onClose, onMade }: Props) {
  const [name, setName] = useState("");
  const [kind, setKind] = useState("private");
  const [reach, setReach] = useState("some");
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const create = useCreateApp();
  const some = reach === "some";
  return (
    <Drawer opened onClose={onClose} title={t("Create an app")} position="right" size="md">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          const body = { name, kind: kind === "service" ? ("service" as const) : ("private" as const) };
          create.mutate(some ? { ...body, scopes: [...chosen] } : body, {
            onSuccess: ({ token }) => onMade(token),
          });
        }}
      >
        <Stack>
          <FailureAlert error={create.error} />
          <TextInput
            label={t("Name")}
            description={t("What it is for, so that you know later.")}
            required
            maxLength={100}
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
            data-autofocus
          />
          <Radio.Group label={t("Kind")} value={kind} onChange={setKind}>
            <Stack gap={8} mt={6}>
              <Radio
                value="private"
                label={t("Private app")}
                description={t("Calls the API and gets webhooks for this account.")}
              />
              <Radio
                value="service"
                label={t("Service key")}
                description={t("Calls the API only; for scripts and exports.")}
              />
            </Stack>
          </Radio.Group>
          <Radio.Group label={t("It may do")} value={reach} onChange={setReach}>
            <Stack gap={8} mt={6}>
              <Radio value="some" label={t("Only what I choose")} />
              <Radio
                value="all"
                label={t("Everything")}
                description={t("All scopes, those of later versions too.")}
              />
            </Stack>
          </Radio.Group>
          {some && <ScopesPicker chosen={chosen} onChange={setChosen} />}
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {t("Cancel")}
            </Button>
            <Button type="submit" loading={create.isPending} disabled={some && chosen.size === 0}>
              {t("Create")}
            </Button>
          </Group>
        </Stack>
      </form>
    </Drawer>
  );
}
