import { ActionIcon, Group, NumberInput, Select, TextInput } from "@mantine/core";
import { useDraggable, useDroppable } from "@dnd-kit/core";
import { IconGripVertical, IconX } from "@tabler/icons-react";

import { t } from "../shared/texts";
import type { Says, StageDraft } from "./pipeline-draft";

interface Props {
  stage: StageDraft;
  place: number;
  says: Says;
  onChange: (stage: StageDraft) => void;
  onMove: (by: number) => void;
  onRemove: (() => void) | undefined;
}

/** A stage of a pipeline that is edited. Its handle drags it, or moves it with the arrow keys. */
export function StageRow({ stage, place, says, onChange, onMove, onRemove }: Props) {
  const { setNodeRef: setRow, isOver } = useDroppable({ id: stage.key });
  const { setNodeRef: setHandle, listeners, isDragging } = useDraggable({ id: stage.key });
  const name = stage.label || t("Stage {number}", { number: place + 1 });
  const setMetadata = (changed: Record<string, string>) =>
    onChange({ ...stage, metadata: { ...stage.metadata, ...changed } });
  const style = {
    opacity: isDragging ? 0.5 : 1,
    outline: isOver ? "2px solid var(--mantine-color-pine-6)" : "none",
    borderRadius: 8,
  };
  return (
    <Group ref={setRow} gap={6} wrap="nowrap" style={style} role="group" aria-label={name}>
      <ActionIcon
        ref={setHandle}
        {...listeners}
        variant="subtle"
        color="gray"
        style={{ cursor: "grab", touchAction: "none" }}
        aria-label={t("Move {stage}: drag, or use the arrow keys", { stage: name })}
        onKeyDown={(event) => {
          if (event.key !== "ArrowUp" && event.key !== "ArrowDown") return;
          event.preventDefault();
          onMove(event.key === "ArrowUp" ? -1 : 1);
        }}
      >
        <IconGripVertical size={16} />
      </ActionIcon>
      <TextInput
        aria-label={t("Name of stage {number}", { number: place + 1 })}
        placeholder={t("Name of the stage")}
        required
        style={{ flex: 1 }}
        value={stage.label}
        onChange={(event) => onChange({ ...stage, label: event.currentTarget.value })}
      />
      {says === "probability" && (
        <Probability
          stage={name}
          value={Number(stage.metadata.probability)}
          onChange={(probability) => setMetadata({ probability: String(probability) })}
        />
      )}
      {(says === "ticketState" || says === "state") && (
        <Select
          aria-label={t("State of {stage}", { stage: name })}
          w={110}
          data={[
            { value: "OPEN", label: t("Open") },
            { value: "CLOSED", label: t("Closed") },
          ]}
          value={stage.metadata[says] ?? "OPEN"}
          allowDeselect={false}
          onChange={(next) => setMetadata({ [says]: next ?? "OPEN" })}
        />
      )}
      <ActionIcon
        variant="subtle"
        color="gray"
        aria-label={t("Remove {stage}", { stage: name })}
        disabled={!onRemove}
        onClick={onRemove}
      >
        <IconX size={16} />
      </ActionIcon>
    </Group>
  );
}

/** How likely deals in a stage are won: 100 % is won, 0 % is lost. */
function Probability({
  stage,
  value,
  onChange,
}: {
  stage: string;
  value: number;
  onChange: (value: number) => void;
}) {
  const word = value === 1 ? t("won") : value === 0 ? t("lost") : "";
  return (
    <NumberInput
      aria-label={t("Probability of {stage} in percent", { stage })}
      w={120}
      min={0}
      max={100}
      clampBehavior="strict"
      hideControls
      suffix={word ? ` % (${word})` : " %"}
      value={Math.round(value * 10_000) / 100}
      onChange={(next) => onChange((Number(next) || 0) / 100)}
    />
  );
}
