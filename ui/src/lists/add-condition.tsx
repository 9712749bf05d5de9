import { Button, Group, Menu, Select } from "@mantine/core";
import {
  IconChevronDown,
  IconFileText,
  IconLink,
  IconListDetails,
  IconPlus,
  IconTimeline,
  IconWorld,
} from "@tabler/icons-react";
import type { ReactNode } from "react";

import { useProperties } from "../crm/definitions";
import { type ObjectType, useObjectTypes } from "../crm/object-types";
import { mayDo, useSession } from "../session/session";
import { noun, t } from "../shared/texts";
import { conditionsFor, operationOf } from "./conditions";
import type { Branch, Filter } from "./filter-tree";

/** How far associations lead away from the records of the list; the server's rule. */
const DEEPEST = 4;
const CONTACTS = "0-1";

interface Props {
  type: ObjectType;
  branch: Branch;
  depth: number;
  onChange: (branch: Branch) => void;
}

/** Adds a condition to a branch: on a property, or on something else. */
export function AddCondition({ type, branch, depth, onChange }: Props) {
  const properties = useProperties(type.name);
  const session = useSession();
  const types = useObjectTypes().filter((other) => mayDo(session, other.id, "view"));
  const names = [...properties.values()]
    .filter((property) => !property.hidden)
    .map(({ name, label }) => ({ value: name, label }));
  const add = (filter: Filter) => onChange({ ...branch, filters: [...branch.filters, filter] });
  const nest = (inner: Branch) => onChange({ ...branch, filterBranches: [...branch.filterBranches, inner] });
  const byProperty = (name: string | null) => {
    const property = name ? properties.get(name) : undefined;
    const [first] = property ? conditionsFor(property) : [];
    if (property && first)
      add({ filterType: "PROPERTY", property: property.name, operation: operationOf(first) });
  };
  const item = (label: string, icon: ReactNode, onClick: () => void) => (
    <Menu.Item key={label} leftSection={icon} onClick={onClick}>
      {label}
    </Menu.Item>
  );
  const first = branch.filters.length + branch.filterBranches.length === 0;
  return (
    <Group gap="xs">
      <Select
        size="xs"
        w={230}
        leftSection={<IconPlus size={14} />}
        placeholder={first ? t("Property of {type} …", { type: noun(type.plural) }) : t("and property …")}
        aria-label={t("Add a condition on a property of {type}", { type: noun(type.plural) })}
        data={names}
        value={null}
        onChange={byProperty}
        searchable
        limit={50}
      />
      <Menu position="bottom-start" shadow="md">
        <Menu.Target>
          <Button size="xs" variant="default" rightSection={<IconChevronDown size={14} />}>
            {t("Something else")}
          </Button>
        </Menu.Target>
        <Menu.Dropdown mah={360} style={{ overflowY: "auto" }}>
          {item(t("In another list"), <IconListDetails size={14} />, () =>
            add({ filterType: "IN_LIST", operator: "IN_LIST", listId: "" }),
          )}
          {type.id === CONTACTS &&
            item(t("Form sent"), <IconFileText size={14} />, () =>
              add({ filterType: "FORM_SUBMISSION", operator: "FILLED_OUT" }),
            )}
          {type.id === CONTACTS &&
            item(t("Page seen"), <IconWorld size={14} />, () =>
              add({ filterType: "PAGE_VIEW", operator: "HAS_PAGEVIEW_CONTAINS", pageUrl: "" }),
            )}
          {item(t("Event happened"), <IconTimeline size={14} />, () =>
            nest({
              filterBranchType: "UNIFIED_EVENTS",
              operator: "HAS_COMPLETED",
              eventTypeId: "",
              filterBranches: [],
              filters: [],
            }),
          )}
          {depth < DEEPEST && <Menu.Label>{t("Connected with")}</Menu.Label>}
          {depth < DEEPEST &&
            types.map((other) =>
              item(other.plural, <IconLink size={14} />, () =>
                nest({
                  filterBranchType: "ASSOCIATION",
                  operator: "IN_LIST",
                  objectTypeId: other.id,
                  filterBranches: [],
                  filters: [],
                }),
              ),
            )}
        </Menu.Dropdown>
      </Menu>
    </Group>
  );
}
