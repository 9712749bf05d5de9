import {
  ActionIcon,
  Button,
  Drawer,
  Group,
  Select,
  Stack,
  TagsInput,
  Text,
  TextInput,
  UnstyledButton,
} from "@mantine/core";
import { IconPlus, IconTrash } from "@tabler/icons-react";
import { useState } from "react";

import { DrawerButtons } from "../shared/drawer-buttons";
import { FailureAlert } from "../shared/failure-alert";
import { notifyDone } from "../shared/notify";
import { t } from "../shared/texts";
import classes from "./analytics.module.css";
import { describeFilters, FIRST_FILTER, OPS, PROPS, saidFilters, shownFilter } from "./view-filters";
import { type AnalyticsView, useDeleteView, useSaveView, type ViewFilter } from "./views-query";

interface Props {
  views: AnalyticsView[];
  onClose: () => void;
  onDefined: (id: number) => void;
  onDeleted: (id: number) => void;
}

/** The views of the account: to define one, to change what one shows, to delete one. */
export default function ViewsDrawer({ views, onClose, onDefined, onDeleted }: Props) {
  const [open, setOpen] = useState<AnalyticsView | "new" | null>(views.length === 0 ? "new" : null);
  const back = () => (views.length === 0 ? onClose() : setOpen(null));
  return (
    <Drawer opened onClose={onClose} title={t("Views of the traffic")} position="right" size="md">
      {open === null ? (
        <Stack gap="xs">
          <Text size="sm" c="var(--muted)">
            {t(
              "A view is a named filter: reports under it count only what fits. All who may read reports see it.",
            )}
          </Text>
          {views.map((view) => (
            <UnstyledButton key={view.id} className={classes.viewRow} onClick={() => setOpen(view)}>
              <Text size="sm" fw={600}>
                {view.title}
              </Text>
              <Text size="xs" c="var(--muted)">
                {describeFilters(view.reportPropertyFilters) || t("All traffic")}
              </Text>
            </UnstyledButton>
          ))}
          <Group>
            <Button size="xs" leftSection={<IconPlus size={14} />} onClick={() => setOpen("new")}>
              {t("Define a view")}
            </Button>
          </Group>
        </Stack>
      ) : (
        <ViewForm
          view={open === "new" ? undefined : open}
          onCancel={back}
          onSaved={(view) => {
            notifyDone(t("{view} is saved.", { view: view.title }));
            onDefined(view.id);
            onClose();
          }}
          onDeleted={(id) => {
            onDeleted(id);
            back();
          }}
        />
      )}
    </Drawer>
  );
}

interface FormProps {
  view: AnalyticsView | undefined;
  onCancel: () => void;
  onSaved: (view: AnalyticsView) => void;
  onDeleted: (id: number) => void;
}

function ViewForm({ view, onCancel, onSaved, onDeleted }: FormProps) {
  const [title, setTitle] = useState(view?.title ?? "");
  const [filters, setFilters] = useState<ViewFilter[]>(
    view ? view.reportPropertyFilters.map(shownFilter) : [FIRST_FILTER],
  );
  const save = useSaveView();
  const remove = useDeleteView();
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate(
          { id: view?.id, title: title.trim(), filters: saidFilters(filters) },
          { onSuccess: onSaved },
        );
      }}
    >
      <Stack>
        <FailureAlert error={save.error ?? remove.error} />
        <TextInput
          label={t("Name")}
          placeholder={t("For example: German shop")}
          required
          maxLength={200}
          data-autofocus
          value={title}
          onChange={(event) => setTitle(event.currentTarget.value)}
        />
        <Text size="sm" fw={600}>
          {t("Only what fits all of this")}
        </Text>
        {filters.map((filter, place) => (
          <FilterLine
            key={place}
            number={place + 1}
            filter={filter}
            onChange={(next) => setFilters(filters.map((each, at) => (at === place ? next : each)))}
            onRemove={() => setFilters(filters.filter((_, at) => at !== place))}
          />
        ))}
        <Group>
          <Button
            size="xs"
            variant="default"
            leftSection={<IconPlus size={14} />}
            disabled={filters.length === 20}
            onClick={() => setFilters([...filters, FIRST_FILTER])}
          >
            {t("Add a condition")}
          </Button>
        </Group>
        <DrawerButtons
          action={t("Save")}
          pending={save.isPending}
          onCancel={onCancel}
          onRemove={view ? () => remove.mutate(view.id, { onSuccess: () => onDeleted(view.id) }) : undefined}
        />
      </Stack>
    </form>
  );
}

interface LineProps {
  number: number;
  filter: ViewFilter;
  onChange: (filter: ViewFilter) => void;
  onRemove: () => void;
}

function FilterLine({ number, filter, onChange, onRemove }: LineProps) {
  const example = PROPS.find(({ value }) => value === filter.prop)?.example ?? "";
  return (
    <Stack gap={4} role="group" aria-label={t("Condition {number}", { number })}>
      <Group gap={4} wrap="nowrap">
        <Select
          size="xs"
          flex={1}
          aria-label={t("Of what")}
          allowDeselect={false}
          searchable
          data={PROPS.map(({ value, label }) => ({ value, label }))}
          value={filter.prop}
          onChange={(prop) => prop && onChange({ ...filter, prop })}
        />
        <Select
          size="xs"
          flex={1}
          aria-label={t("How it is compared")}
          allowDeselect={false}
          data={[...OPS]}
          value={filter.op}
          onChange={(op) => op && onChange({ ...filter, op })}
        />
        <ActionIcon
          variant="subtle"
          color="gray"
          aria-label={t("Remove condition {number}", { number })}
          onClick={onRemove}
        >
          <IconTrash size={16} />
        </ActionIcon>
      </Group>
      <TagsInput
        size="xs"
        aria-label={t("Values of condition {number}", { number })}
        placeholder={filter.args.length === 0 ? t("For example {example}", { example }) : t("or …")}
        acceptValueOnBlur
        value={filter.args}
        onChange={(args) => onChange({ ...filter, args })}
      />
    </Stack>
  );
}
