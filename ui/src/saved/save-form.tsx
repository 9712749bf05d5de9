import { Button, Group, SegmentedControl, Stack, TextInput } from "@mantine/core";
import { type ReactNode, useState } from "react";

import { FailureAlert } from "../shared/failure-alert";
import { t } from "../shared/texts";
import { AUDIENCES, type Audience } from "./saved-query";

interface Props {
  name?: string;
  audience?: Audience;
  action: string;
  pending: boolean;
  error: unknown;
  onSave: (name: string, audience: Audience) => void;
  /** Absent where leaving the menu is enough. */
  onCancel?: (() => void) | undefined;
  /** What else is asked, above the name. */
  children?: ReactNode;
}

/** Asks for a name, and who may see what is saved. */
export function SaveForm({
  name = "",
  audience = "PRIVATE",
  action,
  pending,
  error,
  onSave,
  onCancel,
  children,
}: Props) {
  const [changed, setTyped] = useState<string | null>(null);
  const typed = changed ?? name;
  const [chosen, setChosen] = useState<Audience>(audience);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (typed.trim()) onSave(typed.trim(), chosen);
      }}
    >
      <Stack gap="xs">
        <FailureAlert error={error} />
        {children}
        <TextInput
          size="xs"
          label={t("Name")}
          required
          maxLength={200}
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
          data-autofocus
        />
        <SegmentedControl
          size="xs"
          aria-label={t("Who may see it")}
          data={AUDIENCES.map(({ value, label }) => ({ value, label }))}
          value={chosen}
          onChange={(value) => setChosen(value)}
        />
        <Group justify="flex-end" gap="xs">
          {onCancel && (
            <Button size="xs" variant="default" onClick={onCancel}>
              {t("Cancel")}
            </Button>
          )}
          <Button size="xs" type="submit" loading={pending} disabled={!typed.trim()}>
            {action}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
