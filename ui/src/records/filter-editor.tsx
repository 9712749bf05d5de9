import { ActionIcon, Button, Divider, Group, Select, Stack, Text } from "@mantine/core";
import { IconPlus, IconX } from "@tabler/icons-react";
import { Fragment, useState } from "react";

import { useProperties } from "../crm/definitions";
import { nearest } from "../crm/nearest";
import type { ObjectType } from "../crm/object-types";
import { isComplete, operatorsFor } from "../crm/operators";
import { rolled } from "../crm/rolling";
import { type FilterGroup, MOST_FILTERS, MOST_GROUPS, MOST_IN_GROUP } from "../crm/search";
import { useSession } from "../session/session";
import { t } from "../shared/texts";
import { draftOf, type Draft, filterOf, withOperator } from "./draft";
import { FilterRow } from "./filter-row";

interface Props {
  type: ObjectType;
  groups: FilterGroup[];
  onChange: (groups: FilterGroup[]) => void;
  /** How many filters the page adds to each group itself. */
  added?: number;
}

/** Filters in groups: all of a group must fit, and any one of the groups. What is not filled in yet is not sent. No
 * more can be made than the search takes. */
export default function FilterEditor({ type, groups, onChange, added = 0 }: Props) {
  const [drafts, setDrafts] = useState<Draft[][]>(() => groups.map((group) => group.filters.map(draftOf)));
  const properties = useProperties(type.name);
  const zone = useSession()?.timeZone ?? "UTC";
  const set = (next: Draft[][]) => {
    const left = next.filter((group) => group.length > 0);
    setDrafts(left);
    const complete = left.map((group) => ({ filters: group.filter(isReady).map(filterOf) }));
    const filled = complete.filter((group) => group.filters.length > 0);
    const now = rolled(filled, zone);
    // The values of periods are kept beside them, so that whoever reads a saved view has plain filters.
    onChange(
      filled.map(({ filters }, place) => ({
        filters: filters.map((filter, row) => ({ ...filter, ...now[place]?.filters[row] })),
      })),
    );
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
    const empty: Draft = { property: property.name, operator: operator.name, values: [], high: "" };
    const draft = withOperator(empty, operator.name, property);
    const next = [...drafts];
    next[group] = [...(next[group] ?? []), draft];
    set(next);
  };
  const count = drafts.reduce((sum, group) => sum + group.length, 0);
  const inGroup = MOST_IN_GROUP - added;
  const room = (group: Draft[]) => {
    const begun = drafts.length + (group.length ? 0 : 1);
    return group.length < inGroup && count + 1 + begun * added <= MOST_FILTERS;
  };
  const names = [...properties.values()]
    .filter((property) => !property.hidden)
    .map(({ name, label }) => ({ value: name, label }));
  const shown = drafts.length < MOST_GROUPS && (room([]) || count === 0) ? [...drafts, []] : drafts;
  const full = drafts.some((group) => !room(group)) || (drafts.length > 0 && !room([]));
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
          {room(group) && (
            <Select
              key={group.length}
              size="xs"
              leftSection={<IconPlus size={14} />}
              placeholder={group.length ? t("and …") : place ? t("or …") : t("Filter by …")}
              aria-label={group.length ? t("Add a filter to this group") : t("Filter by a property")}
              data={names}
              value={null}
              onChange={(name) => add(place, name)}
              searchable
              filter={nearest}
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
        {t("A record is shown when all filters of any one group fit it.")}{" "}
        {full &&
          t("A search takes {filters} filters in all, {inGroup} in a group here, and {groups} groups.", {
            filters: MOST_FILTERS,
            inGroup,
            groups: MOST_GROUPS,
          })}
      </Text>
    </Stack>
  );
}
