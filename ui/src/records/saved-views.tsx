import { Button, Divider, Group, ScrollArea, Stack, Text } from "@mantine/core";
import { IconBookmark, IconCheck } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";

import type { ObjectType } from "../crm/object-types";
import { SaveForm } from "../saved/save-form";
import {
  AUDIENCES,
  type Saved,
  savedQuery,
  useChangeSaved,
  useCreateSaved,
  useDeleteSaved,
} from "../saved/saved-query";
import { ButtonWithMenu } from "../shared/button-with-menu";
import { FailureAlert } from "../shared/failure-alert";
import { noun, t } from "../shared/texts";
import { firstLook, type Look, lookFrom, lookOf, looksLike, useDefaultView, type View } from "./view";

interface Props {
  type: ObjectType;
  view: View;
  onView: (change: Partial<View>) => void;
  /** The saved view that the address names, and how to name another. */
  asked: string | undefined;
  onAsk: (id: string | undefined) => void;
}

/** The views that were saved of a type: to look through one, to keep the present look, and to share it. */
export default function SavedViews({ type, view, onView, asked, onAsk }: Props) {
  const { data: views } = useQuery(savedQuery("views", type.id));
  const wanted = views?.find((each) => each.id === asked);
  useEffect(() => {
    if (wanted && view.saved !== wanted.id) onView({ ...lookFrom(wanted.content, type), saved: wanted.id });
    // What the person changes afterwards stays until another view is asked for.
  }, [wanted]); // eslint-disable-line react-hooks/exhaustive-deps
  const open = views?.find((each) => each.id === view.saved);
  const changed = open !== undefined && !looksLike(view, lookFrom(open.content, type));
  const [first, setFirst] = useDefaultView(type);
  const begun = useRef(false);
  useEffect(() => {
    if (!views || begun.current) return;
    begun.current = true;
    const opens = views.find((each) => each.id === first);
    // Once when the page opens, unless its address names a view or the look has changes that were not saved.
    const untouched = open ? !changed : looksLike(view, firstLook(type));
    if (opens && opens.id !== view.saved && !asked && untouched)
      onView({ ...lookFrom(opens.content, type), saved: opens.id });
  }, [views]); // eslint-disable-line react-hooks/exhaustive-deps
  const choose = (saved: Saved | undefined) => {
    onView({ ...(saved ? lookFrom(saved.content, type) : firstLook(type)), saved: saved?.id });
    onAsk(saved?.id);
  };
  const label = open?.name ?? t("All {records}", { records: noun(type.plural) });
  return (
    <ButtonWithMenu
      label={changed ? t("{view} (changed)", { view: label }) : label}
      icon={<IconBookmark size={14} />}
      active={open !== undefined}
      width={320}
    >
      <Stack gap="xs">
        <ScrollArea.Autosize mah={260}>
          <Choice
            label={t("All {records}", { records: noun(type.plural) })}
            chosen={!open}
            onChoose={() => choose(undefined)}
          />
          {AUDIENCES.map(({ value, heading }) => {
            const found = views?.filter((each) => each.audience === value) ?? [];
            return found.length === 0 ? null : (
              <Stack gap={0} key={value} role="group" aria-label={heading}>
                <Text size="xs" c="var(--muted)" mt="xs">
                  {heading}
                </Text>
                {found.map((each) => (
                  <Choice
                    key={each.id}
                    label={each.id === first ? t("{name} (opens first)", { name: each.name }) : each.name}
                    chosen={each.id === open?.id}
                    onChoose={() => choose(each)}
                  />
                ))}
              </Stack>
            );
          })}
        </ScrollArea.Autosize>
        <Divider />
        <Actions
          key={open?.id}
          type={type}
          look={lookOf(view)}
          open={open}
          changed={changed}
          first={first}
          onFirst={setFirst}
          onSaved={(saved) => {
            onView({ saved: saved?.id });
            onAsk(saved?.id);
          }}
        />
      </Stack>
    </ButtonWithMenu>
  );
}

function Choice({ label, chosen, onChoose }: { label: string; chosen: boolean; onChoose: () => void }) {
  return (
    <Button
      size="xs"
      variant={chosen ? "light" : "subtle"}
      color="gray"
      fullWidth
      justify="space-between"
      rightSection={chosen ? <IconCheck size={14} /> : undefined}
      aria-pressed={chosen}
      onClick={onChoose}
    >
      {label}
    </Button>
  );
}

/** What can be done with the view that is open, or with the look as it is. */
function Actions({
  type,
  look,
  open,
  changed,
  first,
  onFirst,
  onSaved,
}: {
  type: ObjectType;
  look: Look;
  open: Saved | undefined;
  changed: boolean;
  first: string;
  onFirst: (id: string) => void;
  onSaved: (saved: Saved | undefined) => void;
}) {
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
  if (form === "rename" && open)
    return (
      <SaveForm
        name={open.name}
        audience={open.audience}
        action={t("Save")}
        pending={change.isPending}
        error={change.error}
        onCancel={closed}
        onSave={(name, audience) => change.mutate({ saved: open, name, audience }, { onSuccess: closed })}
      />
    );
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
