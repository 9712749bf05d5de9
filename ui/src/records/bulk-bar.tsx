import { Button, Group, Popover, Text } from "@mantine/core";

import { useProperties } from "../crm/definitions";
import type { ObjectType } from "../crm/object-types";
import type { Search } from "../crm/search";
import { mayDo, mayUse, useSession } from "../session/session";
import { locale, t } from "../shared/texts";
import { AddToList } from "./add-to-list";
import { BulkEdit } from "./bulk-edit";
import { counted } from "./counted";
import classes from "./records.module.css";
import { EVERYTHING, NOTHING, numberOf, type Selection } from "./selection";
import { type Chosen, useBulk } from "./use-bulk";

interface Props {
  type: ObjectType;
  selection: Selection;
  /** How many records fit the search of the page, and that search. */
  total: number;
  search: Search;
  onSelect: (selection: Selection) => void;
}

/** What can be done with all selected records at once. */
export default function BulkBar({ type, selection, total, search, onSelect }: Props) {
  const session = useSession();
  const properties = useProperties(type.name);
  const onDone = () => onSelect(NOTHING);
  const bulk = useBulk(type, chosenOf(selection, search), onDone);
  const number = numberOf(selection, total);
  const owner = properties.get("hubspot_owner_id");
  const mayEdit = mayDo(session, type.id, "edit");
  return (
    <Group
      className={`${classes.bar} ${classes.tools}`}
      gap="xs"
      pt={0}
      role="toolbar"
      aria-label={t("Selected records")}
    >
      <Text size="sm" role="status">
        {number === total
          ? t("All {count} selected", { count: counted(type, number) })
          : t("{count} selected", { count: counted(type, number) })}
      </Text>
      {number < total && (
        <Button size="xs" variant="light" onClick={() => onSelect(EVERYTHING)}>
          {t("Select all {count}", { count: total.toLocaleString(locale) })}
        </Button>
      )}
      {mayEdit && owner && (
        <BulkEdit
          type={type}
          label={t("Assign")}
          only={owner.name}
          busy={bulk.busy}
          onSave={(given) => void bulk.change(given)}
        />
      )}
      {mayEdit && (
        <BulkEdit
          type={type}
          label={t("Change a property")}
          busy={bulk.busy}
          onSave={(given) => void bulk.change(given)}
        />
      )}
      {mayUse(session, "lists") && (
        <AddToList type={type} busy={bulk.busy} onAdd={(list) => void bulk.addTo(list)} />
      )}
      {mayDo(session, type.id, "delete") && (
        <Confirm
          label={t("Archive")}
          question={t("Archive {count}? They stay in the recycling bin for 90 days.", {
            count: counted(type, number),
          })}
          busy={bulk.busy}
          onYes={() => void bulk.archive()}
        />
      )}
      <Button size="xs" variant="subtle" onClick={onDone}>
        {t("Select none")}
      </Button>
    </Group>
  );
}

function chosenOf({ ids, everything }: Selection, all: Search): Chosen {
  return everything ? { all, but: ids } : { ids: [...ids] };
}

function Confirm({
  label,
  question,
  busy,
  onYes,
}: {
  label: string;
  question: string;
  busy: boolean;
  onYes: () => void;
}) {
  return (
    <Popover width={280} position="bottom-start" shadow="md" trapFocus>
      <Popover.Target>
        <Button size="xs" variant="default" disabled={busy}>
          {label}
        </Button>
      </Popover.Target>
      <Popover.Dropdown>
        <Text size="sm" mb="sm">
          {question}
        </Text>
        <Button size="xs" color="red" onClick={onYes}>
          {label}
        </Button>
      </Popover.Dropdown>
    </Popover>
  );
}
