import { ActionIcon, Button, Divider, Group, Select, Stack, Text } from "@mantine/core";
import { IconPlus, IconX } from "@tabler/icons-react";
import { Fragment, useState } from "react";

import { useProperties } from "../crm/definitions";
import type { ObjectType } from "../crm/object-types";
import { isComplete, operatorsFor } from "../crm/operators";
import type { FilterGroup } from "../crm/search";
import { t } from "../shared/texts";
import { draftOf, type Draft, filterOf } from "./draft";
import { FilterRow } from "./filter-row";

interface Props {
  type: ObjectType;
  groups: FilterGroup[];
  onChange: (groups: FilterGroup[]) => void;
}

const MOST_GROUPS = 5;
const MOST_FILTERS = 6;

/** Filters in groups: all of a group must fit, and any one of the groups. What is not filled in yet does not count. */
export default function FilterEditor({ type, groups, onChange }: Props) {
  const [drafts, setDrafts] = useState<Draft[][]>(() => groups.map((group) => group.filters.map(draftOf)));
  const properties = useProperties(type.name);
  const set = (next: Draft[][]) => {
    const left = next.filter((group) => group.length > 0);
    setDrafts(left);
    const complete = left.map((group) => ({ filters: group.filter(isReady).map(filterOf) }));
    onChange(complete.filter((group) => group.filters.length > 0));
  };
  const isReady = (draft: Draft) => {
    const property = properties.get(draft.property);
    const operator = property && operatorsFor(property).find((each) => each.name === draft.operator);
    return operator !== undefined && isComplete(operator, draft.values, draft.high);
  };
  const add = (group: number, name: string | null) => {
    const property = name ? properties.get(name) : undefined;
    const operator = property && operatorsFor(property)[0];
    if (!property || !operator) return;
    const draft: Draft = { property: property.name, operator: operator.name, values: [], high: "" };
    const next = [...drafts];
    next[group] = [...(next[group] ?? []), draft];
    set(next);
  };
  const count = groups.reduce((sum, group) => sum + group.filters.length, 0);
  const names = [...properties.values()]
    .filter((property) => !property.hidden)
    .map(({ name, label }) => ({ value: name, label }));
  const shown = drafts.length < MOST_GROUPS ? [...drafts, []] : drafts;
  return (
    <Stack gap="sm">
      {shown.map((group, place) => (
        <Fragment key={place}>
          {place > 0 && <Divider label={t("or")} labelPosition="left" />}
          {group.map((draft, row) => (
            <Group key={row} gap="xs" wrap="nowrap" align="flex-start">
              <FilterRow
                type={type}
                property={properties.get(draft.property)}
                draft={draft}
                onChange={(changed) =>
                  set(
                    drafts.map((each, at) =>
                      at === place ? each.map((one, index) => (index === row ? changed : one)) : each,
                    ),
                  )
                }
              />
              <ActionIcon
                variant="subtle"
                color="gray"
                mt={24}
                aria-label={t("Take the filter away")}
                onClick={() =>
                  set(
                    drafts.map((each, at) =>
                      at === place ? each.filter((_, index) => index !== row) : each,
                    ),
                  )
                }
              >
                <IconX size={14} />
              </ActionIcon>
            </Group>
          ))}
          {group.length < MOST_FILTERS && (
            <Select
              size="xs"
              leftSection={<IconPlus size={14} />}
              placeholder={group.length ? t("and …") : place ? t("or …") : t("Filter by …")}
              aria-label={group.length ? t("Add a filter to this group") : t("Filter by a property")}
              data={names}
              value={null}
              onChange={(name) => add(place, name)}
              searchable
              limit={50}
              comboboxProps={{ withinPortal: false }}
            />
          )}
        </Fragment>
      ))}
      {count > 0 && (
        <Button size="xs" variant="subtle" onClick={() => set([])}>
          {t("Take all filters away")}
        </Button>
      )}
      <Text size="xs" c="var(--muted)">
        {t("A record is shown when all filters of any one group fit it.")}
      </Text>
    </Stack>
  );
}
