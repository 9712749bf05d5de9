import {
  Badge,
  Button,
  Code,
  Group,
  PasswordInput,
  Select,
  Stack,
  Text,
  Textarea,
  TextInput,
} from "@mantine/core";
import { IconSend } from "@tabler/icons-react";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";

import { csrfToken } from "../api/client";
import { Confirm } from "../shared/confirm";
import { CopyLine } from "../shared/copy-line";
import { FailureAlert } from "../shared/failure-alert";
import { t } from "../shared/texts";
import { asCurl, changes, type Draft, METHODS, type Reply, send, wrongWith } from "./request";

/** A request to edit and to send: in the person's own session, or with a token. What may change something asks before. */
export default function Replay({ start }: { start: Omit<Draft, "token"> }) {
  const [draft, setDraft] = useState<Draft>({ ...start, token: "" });
  const [asking, setAsking] = useState(false);
  const [wrong, setWrong] = useState("");
  const sending = useMutation({ mutationFn: () => send(draft, csrfToken()) });
  const change = (changed: Partial<Draft>) => {
    setWrong("");
    setDraft((before) => ({ ...before, ...changed }));
  };
  const submit = () => {
    const found = wrongWith(draft, t);
    setWrong(found);
    if (found) return;
    if (changes(draft)) setAsking(true);
    else sending.mutate();
  };
  return (
    <form
      aria-label={t("Request")}
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <Stack gap="sm">
        <Group gap="xs" align="flex-end" wrap="nowrap">
          <Select
            label={t("Method")}
            w={110}
            data={METHODS}
            value={draft.method}
            onChange={(method) => method && change({ method })}
            allowDeselect={false}
          />
          <TextInput
            label={t("Path and query")}
            flex={1}
            required
            error={wrong}
            value={draft.path}
            onChange={(event) => change({ path: event.currentTarget.value })}
          />
        </Group>
        {draft.method !== "GET" && (
          <Textarea
            label={t("Body")}
            autosize
            minRows={3}
            maxRows={14}
            styles={{ input: { fontFamily: "var(--mantine-font-family-monospace)", fontSize: 12.5 } }}
            value={draft.body}
            onChange={(event) => change({ body: event.currentTarget.value })}
          />
        )}
        <PasswordInput
          label={t("Token")}
          description={t("Empty: you send it yourself, with your own rights. It is not kept anywhere.")}
          autoComplete="off"
          value={draft.token}
          onChange={(event) => change({ token: event.currentTarget.value })}
        />
        <Group>
          <Button type="submit" leftSection={<IconSend size={16} />} loading={sending.isPending}>
            {t("Send")}
          </Button>
        </Group>
        <FailureAlert error={sending.error} />
        {sending.data && <Answer reply={sending.data} />}
        <details>
          <summary>{t("As a line for a shell")}</summary>
          <CopyLine text={asCurl(window.location.origin, draft)} label={t("curl")} />
        </details>
      </Stack>
      {asking && (
        <Confirm
          title={t("Send {method}?", { method: draft.method })}
          action={t("Send")}
          color={draft.method === "DELETE" ? "red" : "pine"}
          pending={false}
          error={null}
          onClose={() => setAsking(false)}
          onConfirm={() => {
            setAsking(false);
            sending.mutate();
          }}
        >
          {t("It may change or delete data of the account:")} <Code>{draft.path}</Code>
        </Confirm>
      )}
    </form>
  );
}

function Answer({ reply }: { reply: Reply }) {
  return (
    <Stack gap="xs" role="status" aria-label={t("Answer")}>
      <Group gap="xs">
        <StatusBadge status={reply.status} />
        <Text size="sm" c="var(--muted)">
          {t("after {ms} ms", { ms: Math.round(reply.took) })}
        </Text>
      </Group>
      {reply.body && (
        <Code block mah={360} tabIndex={0} aria-label={t("Body of the answer")}>
          {reply.body}
        </Code>
      )}
      <details>
        <summary>{t("Headers")}</summary>
        <Code block>{reply.headers.map(([name, value]) => `${name}: ${value}`).join("\n")}</Code>
      </details>
    </Stack>
  );
}

export function StatusBadge({ status }: { status: number | undefined }) {
  const color = !status || status >= 500 ? "red" : status >= 400 ? "yellow" : "pine";
  return (
    <Badge variant="dot" color={color} tt="none" miw="max-content">
      {status ?? t("No answer")}
    </Badge>
  );
}
