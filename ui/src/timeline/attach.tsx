import { Button, CloseButton, FileButton, Group, Progress, Stack, Text } from "@mantine/core";
import { IconPaperclip } from "@tabler/icons-react";
import { useState } from "react";

import { failureOf } from "../api/failure";
import { FailureAlert } from "../shared/failure-alert";
import { t } from "../shared/texts";
import { type Attached, upload } from "./upload";

interface Sending {
  name: string;
  part: number;
  cancel: () => void;
}

interface Props {
  attached: Attached[];
  /** Adds files to those of the draft. */
  add: (attached: Attached) => void;
  remove: (id: string) => void;
}

/** Files that go with what is being written: sent at once, one by one, each to be cancelled or taken off again. */
export default function Attach({ attached, add, remove }: Props) {
  const [sending, setSending] = useState<Sending | null>(null);
  const [failure, setFailure] = useState<unknown>(null);
  const send = async (files: File[]) => {
    setFailure(null);
    try {
      for (const file of files) {
        const { done, cancel } = upload(file, (part) => setSending({ name: file.name, part, cancel }));
        setSending({ name: file.name, part: 0, cancel });
        add(await done);
      }
    } catch (error) {
      if (failureOf(error).category !== "CANCELLED") setFailure(error);
    } finally {
      setSending(null);
    }
  };
  return (
    <Stack gap={4}>
      {attached.map(({ id, name }) => (
        <Group key={id} gap={4} wrap="nowrap">
          <IconPaperclip size={14} aria-hidden />
          <Text size="xs" truncate>
            {name}
          </Text>
          <CloseButton size="xs" aria-label={t("Take {name} off", { name })} onClick={() => remove(id)} />
        </Group>
      ))}
      {sending && (
        <Group gap="xs" wrap="nowrap">
          <Text size="xs" truncate maw={220}>
            {sending.name}
          </Text>
          <Progress
            value={sending.part * 100}
            w={120}
            aria-label={t("Sent of {name}", { name: sending.name })}
          />
          <Button size="compact-xs" variant="subtle" onClick={sending.cancel}>
            {t("Cancel")}
          </Button>
        </Group>
      )}
      <FailureAlert error={failure} />
      {!sending && (
        <FileButton multiple onChange={(files) => void send(files)} inputProps={{ "aria-label": t("Files") }}>
          {(props) => (
            <Button
              {...props}
              size="compact-xs"
              variant="subtle"
              leftSection={<IconPaperclip size={14} />}
              style={{ alignSelf: "flex-start" }}
            >
              {t("Attach files")}
            </Button>
          )}
        </FileButton>
      )}
    </Stack>
  );
}
