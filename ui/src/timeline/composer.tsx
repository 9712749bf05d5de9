import { Button, Group, SegmentedControl, Stack, Text, Textarea, TextInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { lazy, Suspense } from "react";

import { api, data } from "../api/client";
import type { ObjectType } from "../crm/object-types";
import type { CrmRecord } from "../crm/record";
import { mayDo, mayUse, useSession } from "../session/session";
import { FailureAlert } from "../shared/failure-alert";
import { notifyDone } from "../shared/notify";
import { noun, t } from "../shared/texts";
import { ComposerFields } from "./composer-fields";
import { attachedTo, type Draft, type Kind, KINDS, propertiesOf, useDraft } from "./draft";
import { EmailFields } from "./email-fields";
import classes from "./timeline.module.css";
import type { Attached } from "./upload";
import { timelineKey } from "./timeline-query";

const Attach = lazy(() => import("./attach"));

const ORDER: Kind[] = ["note", "email", "call", "task", "meeting"];

/** Writes down a note, a call, a task or a meeting for a record. Only what the person may write is offered. */
export function Composer({ type, record }: { type: ObjectType; record: CrmRecord }) {
  const session = useSession();
  const [kept, change, forget] = useDraft(type.id, record.id);
  const client = useQueryClient();
  const kinds = ORDER.filter((kind) => mayDo(session, KINDS[kind].typeId, "edit"));
  const draft = { ...kept, kind: kinds.includes(kept.kind) ? kept.kind : (kinds[0] ?? "note") } as Draft;
  const { label, title, type: objectType } = KINDS[draft.kind];
  const save = useMutation({
    mutationFn: async () => {
      const types = await associationTypes(objectType, type.name);
      const body = {
        properties: propertiesOf(draft, session?.ownerId ?? ""),
        associations: [{ to: { id: record.id }, types }],
      };
      return data(api.POST("/crm/v3/objects/{objectType}", { params: { path: { objectType } }, body }));
    },
    onSuccess: async () => {
      forget();
      notifyDone(t("{label} saved", { label }));
      await client.invalidateQueries({ queryKey: timelineKey(type.name, record.id) });
      await client.invalidateQueries({ queryKey: ["associations", type.name, record.id] });
    },
  });
  if (kinds.length === 0 || !mayDo(session, type.id, "edit")) return null;
  const isFilled = title ? Boolean(draft.title?.trim()) : Boolean(draft.body?.trim());
  const isOpen = draft.kind !== "note" || Boolean(draft.body);
  return (
    <form
      className={classes.composer}
      aria-label={t("Write something down")}
      onSubmit={(event) => {
        event.preventDefault();
        if (isFilled) save.mutate();
      }}
      onKeyDown={(event) => {
        if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) event.currentTarget.requestSubmit();
      }}
    >
      <Stack gap="xs">
        <SegmentedControl
          size="xs"
          value={draft.kind}
          onChange={(kind) => change({ kind })}
          data={kinds.map((kind) => ({ value: kind, label: KINDS[kind].label }))}
          aria-label={t("What it is")}
        />
        {title && (
          <TextInput
            size="xs"
            label={
              draft.kind === "task"
                ? t("What is to be done")
                : t("What the {label} is about", { label: noun(label) })
            }
            value={draft.title ?? ""}
            onChange={(event) => change({ title: event.currentTarget.value })}
            required
          />
        )}
        {draft.kind === "email" && <EmailFields draft={draft} change={change} />}
        <ComposerFields draft={draft} change={change} />
        <Textarea
          size="sm"
          placeholder={draft.kind === "note" ? t("Write a note") : t("Notes")}
          aria-label={draft.kind === "note" ? t("Note") : t("Notes")}
          autosize
          minRows={isOpen ? 3 : 1}
          maxRows={16}
          value={draft.body ?? ""}
          onChange={(event) => change({ body: event.currentTarget.value })}
        />
        {isOpen && mayUse(session, "files") && (
          <Suspense>
            <Attach
              attached={attachedTo(draft)}
              add={(file) => change((before) => attach(before, (files) => [...files, file]))}
              remove={(id) =>
                change((before) => attach(before, (files) => files.filter((each) => each.id !== id)))
              }
            />
          </Suspense>
        )}
        <FailureAlert error={save.error} />
        {isOpen && (
          <Group gap="xs">
            <Button type="submit" size="xs" loading={save.isPending} disabled={!isFilled}>
              {t("Save {label}", { label: noun(label) })}
            </Button>
            <Button size="xs" variant="subtle" onClick={forget}>
              {t("Discard")}
            </Button>
            <Text size="xs" c="var(--muted)" visibleFrom="sm">
              {t("Ctrl Enter saves. Drafts stay in this browser.")}
            </Text>
          </Group>
        )}
      </Stack>
    </form>
  );
}

function attach(draft: Draft, change: (files: Attached[]) => Attached[]): Record<string, string> {
  const files = change(attachedTo(draft));
  return { attached: files.length ? JSON.stringify(files) : "" };
}

/** The types that an activity is associated with a record by: that without a label, which every pair of types has. */
async function associationTypes(from: string, to: string) {
  const path = { fromObjectType: from, toObjectType: to };
  const { results } = await data(
    api.GET("/crm/v4/associations/{fromObjectType}/{toObjectType}/labels", { params: { path } }),
  );
  const unlabelled = results.find((each) => each.label === null && each.category === "HUBSPOT_DEFINED");
  const chosen = unlabelled ?? results[0];
  if (!chosen) throw new Error(t("These two types of records cannot be associated."));
  return [{ associationCategory: chosen.category, associationTypeId: chosen.typeId }];
}
