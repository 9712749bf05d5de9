import { ActionIcon, Button, Divider, Group, Stack, Text } from "@mantine/core";
import { IconPlus, IconX } from "@tabler/icons-react";
import { Fragment } from "react";

import type { ObjectType } from "../crm/object-types";
import { t } from "../shared/texts";
import { AddCondition } from "./add-condition";
import { AssociationHead } from "./association-head";
import { EventHead } from "./event-head";
import { type Branch, group, put } from "./filter-tree";
import { Happening } from "./happening";
import classes from "./lists.module.css";
import { PropertyCondition } from "./property-condition";

interface Props {
  type: ObjectType;
  tree: Branch;
  onChange: (tree: Branch) => void;
  /** The list whose filters these are: it cannot ask about itself. */
  listId?: string | undefined;
}

/** The filters of a list: records that fit all conditions of any one group are in. */
export function FilterBuilder({ type, tree, onChange, listId }: Props) {
  const groups = tree.filterBranches;
  const set = (filterBranches: Branch[]) => onChange({ ...tree, filterBranches });
  return (
    <Stack gap="sm">
      {groups.map((each, place) => (
        <Fragment key={place}>
          {place > 0 && <Divider label={t("or")} labelPosition="left" />}
          <section className={classes.group} aria-label={t("Group {number}", { number: place + 1 })}>
            {groups.length > 1 && (
              <Group justify="space-between">
                <Text size="xs" c="var(--muted)">
                  {t("Group {number}: all of these", { number: place + 1 })}
                </Text>
                <Remove label={t("Take the group away")} onClick={() => set(put(groups, place, null))} />
              </Group>
            )}
            <Contents
              type={type}
              branch={each}
              depth={0}
              listId={listId}
              onChange={(next) => set(put(groups, place, next))}
            />
          </section>
        </Fragment>
      ))}
      <Group>
        <Button
          size="xs"
          variant="default"
          leftSection={<IconPlus size={14} />}
          onClick={() => set([...groups, group()])}
        >
          {t("Or …")}
        </Button>
      </Group>
    </Stack>
  );
}

interface ContentsProps {
  type: ObjectType;
  branch: Branch;
  depth: number;
  listId?: string | undefined;
  onChange: (branch: Branch) => void;
}

/** The conditions of a branch, which must all hold, and those about what is associated. */
function Contents({ type, branch, depth, listId, onChange }: ContentsProps) {
  const { filters, filterBranches } = branch;
  return (
    <Stack gap="xs">
      {filters.map((filter, place) => {
        const change = (next: typeof filter | null) =>
          onChange({ ...branch, filters: put(filters, place, next) });
        return (
          <div key={place} className={classes.condition}>
            {filter.filterType === "PROPERTY" ? (
              <PropertyCondition type={type} filter={filter} onChange={change} />
            ) : (
              <Happening type={type} filter={filter} onChange={change} listId={listId} />
            )}
            <Remove label={t("Take the condition away")} onClick={() => change(null)} />
          </div>
        );
      })}
      {filterBranches.map((each, place) => {
        const change = (next: Branch | null) =>
          onChange({ ...branch, filterBranches: put(filterBranches, place, next) });
        return (
          <section key={place} className={classes.nested} aria-label={t("About what is connected")}>
            {each.filterBranchType === "UNIFIED_EVENTS" ? (
              <div className={classes.condition}>
                <EventHead branch={each} onChange={change} />
                <Remove label={t("Take the condition away")} onClick={() => change(null)} />
              </div>
            ) : (
              <AssociationHead type={type} branch={each} onChange={change} onRemove={() => change(null)}>
                {(other) => (
                  <Contents type={other} branch={each} depth={depth + 1} listId={listId} onChange={change} />
                )}
              </AssociationHead>
            )}
          </section>
        );
      })}
      <AddCondition type={type} branch={branch} depth={depth} onChange={onChange} />
    </Stack>
  );
}

export function Remove({ label, onClick }: { label: string; onClick: () => void }) {
  return (
    <ActionIcon variant="subtle" color="gray" aria-label={label} onClick={onClick}>
      <IconX size={14} />
    </ActionIcon>
  );
}
