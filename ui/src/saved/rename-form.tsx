import { t } from "../shared/texts";
import { SaveForm } from "./save-form";
import { type Kind, type Saved, useChangeSaved } from "./saved-query";

/** Gives something that was saved another name, or shows it to others. */
export function RenameForm({ kind, saved, onClose }: { kind: Kind; saved: Saved; onClose: () => void }) {
  const change = useChangeSaved(kind);
  return (
    <SaveForm
      name={saved.name}
      audience={saved.audience}
      action={t("Save")}
      pending={change.isPending}
      error={change.error}
      onCancel={onClose}
      onSave={(name, audience) => change.mutate({ saved, name, audience }, { onSuccess: onClose })}
    />
  );
}
