import { Button, Drawer, Stack, Text, TextInput } from "@mantine/core";
import { DndContext, PointerSensor, useSensor, useSensors } from "@dnd-kit/core";
import { IconPlus } from "@tabler/icons-react";
import { useState } from "react";

import type { Pipeline } from "../crm/definitions";
import { Confirm } from "../shared/confirm";
import { DrawerButtons } from "../shared/drawer-buttons";
import { FailureAlert } from "../shared/failure-alert";
import { notifyDone } from "../shared/notify";
import { t } from "../shared/texts";
import { draftOf, inputOf, moved, newStage, saysOf, type StageDraft } from "./pipeline-draft";
import { useDeletePipeline, useSavePipeline } from "./pipelines-query";
import { StageRow } from "./stage-row";

interface Props {
  type: { id: string; name: string; plural: string };
  pipeline: Pipeline | undefined;
  order: number;
  onClose: () => void;
}

/** Creates a pipeline, or changes one. Everything is saved together, or nothing. */
export default function PipelineDrawer({ type, pipeline, order, onClose }: Props) {
  const says = saysOf(type.id);
  // What was read when the drawer opened: a change by somebody else meanwhile is not to be overwritten unseen.
  const [before] = useState(pipeline);
  const [draft, setDraft] = useState(() => draftOf(pipeline, says));
  const [deleting, setDeleting] = useState(false);
  const save = useSavePipeline(type.name, before);
  const sensors = useSensors(useSensor(PointerSensor, { activationConstraint: { distance: 4 } }));
  const setStages = (stages: StageDraft[]) => setDraft({ ...draft, stages });
  const placeOf = (key: unknown) => draft.stages.findIndex((stage) => stage.key === key);
  return (
    <Drawer
      opened
      onClose={onClose}
      title={pipeline?.label ?? t("Create a pipeline")}
      position="right"
      size="md"
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          save.mutate(inputOf(draft, before?.displayOrder ?? order), {
            onSuccess: () => {
              notifyDone(t("Saved."));
              onClose();
            },
          });
        }}
      >
        <Stack>
          <FailureAlert error={save.error} />
          <TextInput
            label={t("Name")}
            required
            value={draft.label}
            onChange={(event) => setDraft({ ...draft, label: event.currentTarget.value })}
            data-autofocus
          />
          <div>
            <Text size="sm" fw={600} mb={6}>
              {t("Stages")}
            </Text>
            <DndContext
              sensors={sensors}
              onDragEnd={({ active, over }) =>
                over && setStages(moved(draft.stages, placeOf(active.id), placeOf(over.id)))
              }
            >
              <Stack gap={6}>
                {draft.stages.map((stage, place) => (
                  <StageRow
                    key={stage.key}
                    stage={stage}
                    place={place}
                    says={says}
                    onChange={(next) =>
                      setStages(draft.stages.map((one) => (one.key === next.key ? next : one)))
                    }
                    onMove={(by) => setStages(moved(draft.stages, place, place + by))}
                    onRemove={
                      draft.stages.length > 1
                        ? () => setStages(draft.stages.filter(({ key }) => key !== stage.key))
                        : undefined
                    }
                  />
                ))}
              </Stack>
            </DndContext>
            <Button
              mt="xs"
              size="xs"
              variant="default"
              leftSection={<IconPlus size={14} />}
              onClick={() => setStages([...draft.stages, newStage(says)])}
            >
              {t("Add a stage")}
            </Button>
            <Text size="xs" c="var(--muted)" mt="xs">
              {says === "probability" && `${t("100 % means won, 0 % lost: both are closed.")} `}
              {t("A stage with records in it cannot be removed: move them to another one first.")}
            </Text>
          </div>
          <DrawerButtons
            action={pipeline ? t("Save") : t("Create")}
            pending={save.isPending}
            onCancel={onClose}
            onRemove={pipeline ? () => setDeleting(true) : undefined}
          />
        </Stack>
      </form>
      {pipeline && deleting && (
        <Delete type={type.name} pipeline={pipeline} onClose={() => setDeleting(false)} onDone={onClose} />
      )}
    </Drawer>
  );
}

interface DeleteProps {
  type: string;
  pipeline: Pipeline;
  onClose: () => void;
  onDone: () => void;
}

function Delete({ type, pipeline, onClose, onDone }: DeleteProps) {
  const remove = useDeletePipeline(type, pipeline.id);
  return (
    <Confirm
      title={t("Delete the pipeline {name}?", { name: pipeline.label })}
      action={t("Delete")}
      pending={remove.isPending}
      error={remove.error}
      onClose={onClose}
      onConfirm={() => remove.mutate(undefined, { onSuccess: onDone })}
    >
      {t(
        "Its stages go with it. The server refuses as long as records are in it, and the last pipeline stays.",
      )}
    </Confirm>
  );
}
