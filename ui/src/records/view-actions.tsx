import { Button, Group, Stack } from "@mantine/core";
import { useState } from "react";

import type { ObjectType } from "../crm/object-types";
import { RenameForm } from "../saved/rename-form";
import { SaveForm } from "../saved/save-form";
import { type Saved, useChangeSaved, useCreateSaved, useDeleteSaved } from "../saved/saved-query";
import { FailureAlert } from "../shared/failure-alert";
import { t } from "../shared/texts";
import type { Look } from "./view";

interface Props {
  type: ObjectType;
  look: Look;
  open: Saved | undefined;
  changed: boolean;
  first: string;
  onFirst: (id: string) => void;
  onSaved: (saved: Saved | undefined) => void;
}

/** What can be done with the view that is open, or with the look as it is. */
export function ViewActions({ type, look, open, changed, first, onFirst, onSaved }: Props) {
  const [form, setForm] = useState<"new" | "rename" | null>(null);
  const create = useCreateSaved("views");
  const change = useChangeSaved("views");
  const remove = useDeleteSaved("views");
  const content = { ...look };
  const closed = () => setForm(null);
  if (form === "new")
    return (
      <SaveForm
        action={t("Save")}
        pending={create.isPending}
        error={create.error}
        onCancel={closed}
        onSave={(name, audience) =>
          create.mutate({ name, audience, content, objectTypeId: type.id }, { onSuccess: onSaved })
        }
      />
    );
  if (form === "rename" && open) return <RenameForm kind="views" saved={open} onClose={closed} />;
  return (
    <Stack gap="xs">
      <FailureAlert error={change.error ?? remove.error} />
      <Group gap="xs">
        {open?.changeable && changed && (
          <Button
            size="xs"
            loading={change.isPending}
            onClick={() => change.mutate({ saved: open, content })}
          >
            {t("Save changes")}
          </Button>
        )}
        <Button size="xs" variant="default" onClick={() => setForm("new")}>
          {t("Save as a new view")}
        </Button>
        {open && (
          <Button
            size="xs"
            variant="default"
            aria-pressed={open.id === first}
            onClick={() => onFirst(open.id === first ? "" : open.id)}
          >
            {open.id === first ? t("No longer open first") : t("Open first")}
          </Button>
        )}
        {open?.changeable && (
          <>
            <Button size="xs" variant="default" onClick={() => setForm("rename")}>
              {t("Rename or share")}
            </Button>
            <Button
              size="xs"
              variant="subtle"
              color="red"
              loading={remove.isPending}
              onClick={() => remove.mutate(open.id, { onSuccess: () => onSaved(undefined) })}
            >
              {t("Delete view")}
            </Button>
          </>
        )}
      </Group>
    </Stack>
  );
}
