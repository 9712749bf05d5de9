import { Button, Code } from "@mantine/core";
import { useClipboard } from "@mantine/hooks";
import { IconCheck, IconCopy } from "@tabler/icons-react";
import { t } from "./texts";

/** Text to take away as it stands. */
export function CopyLine({ text, label }: { text: string; label: string }) {
  const clipboard = useClipboard({ timeout: 2_000 });
  return (
    <div>
      <Code
        block
        aria-label={label}
        tabIndex={0}
        style={{ whiteSpace: "pre-wrap", overflowWrap: "anywhere", marginBottom: 8 }}
      >
        {text}
      </Code>
      <Button
        size="xs"
        variant="default"
        leftSection={clipboard.copied ? <IconCheck size={14} /> : <IconCopy size={14} />}
        onClick={() => clipboard.copy(text)}
      >
        {clipboard.copied ? t("Copied") : t("Copy")}
      </Button>
    </div>
  );
}
