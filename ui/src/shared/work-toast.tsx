import { Button, Group, Progress, Stack, Text } from "@mantine/core";
import { notifications } from "@mantine/notifications";

import { locale, t } from "./texts";
import { show } from "./toasts";

/** Long enough to read reasons, and to think about taking back. */
const RESULT_SHOWN = 30_000;

export interface Work {
  signal: AbortSignal;
  /** `words` stand in place of the title, while it is prepared. */
  progress: (done: number, total: number, words?: string) => void;
  /** Says what came of it. `undo` takes it back; `failed`: not all was done. */
  end: (lines: string[], failed: boolean, undo?: () => void) => void;
}

/** A message about long work: how far it is, with a button that stops it. It stays when one goes to other pages. */
export function beginWork(title: string): Work {
  const id = crypto.randomUUID();
  const control = new AbortController();
  const warn = (event: BeforeUnloadEvent) => event.preventDefault();
  window.addEventListener("beforeunload", warn);
  const under = (done: number, total: number, words = title) => ({
    id,
    autoClose: false as const,
    withCloseButton: false,
    message: (
      <Stack gap="xs">
        <Group justify="space-between" wrap="nowrap">
          <Text size="sm" role="status">
            {words} {total > 0 && `${done.toLocaleString(locale)} / ${total.toLocaleString(locale)}`}
          </Text>
          <Button size="compact-xs" variant="default" onClick={() => control.abort()}>
            {t("Stop")}
          </Button>
        </Group>
        <Progress value={total > 0 ? (100 * done) / total : 0} aria-label={words} />
      </Stack>
    ),
  });
  show(under(0, 0));
  return {
    signal: control.signal,
    progress: (done, total, words) => void notifications.update(under(done, total, words)),
    end: (lines, failed, undo) => {
      window.removeEventListener("beforeunload", warn);
      const back = () => {
        notifications.hide(id);
        undo?.();
      };
      notifications.update({
        id,
        autoClose: RESULT_SHOWN,
        withCloseButton: true,
        color: failed ? "red" : "pine",
        message: <Result lines={lines} undo={undo && back} />,
      });
    },
  };
}

function Result({ lines, undo }: { lines: string[]; undo: (() => void) | undefined }) {
  return (
    <Group justify="space-between" wrap="nowrap" align="flex-start">
      <Stack gap={2}>
        {lines.map((line) => (
          <span key={line}>{line}</span>
        ))}
      </Stack>
      {undo && (
        <Button size="compact-xs" variant="default" onClick={undo} style={{ flexShrink: 0 }}>
          {t("Undo")}
        </Button>
      )}
    </Group>
  );
}
