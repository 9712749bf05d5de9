import { Loader, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";

import type { ObjectType } from "../crm/object-types";
import { titleOf, titleProperties } from "../crm/record";
import { useRecordsByIds } from "../crm/records-by-ids";
import { FailureAlert } from "../shared/failure-alert";
import { locale, noun, t, tn } from "../shared/texts";
import { useDebounced } from "../shared/use-debounced";
import { type Branch, isComplete } from "./filter-tree";
import classes from "./lists.module.css";
import { countQuery } from "./lists-query";

interface Props {
  type: ObjectType;
  tree: Branch;
  listId?: string;
  /** How many are in the list now, where it is one already. */
  before?: number | undefined;
}

/** How many records the filters find now, while they are being written. */
export function LiveCount({ type, tree, listId, before }: Props) {
  const settled = useDebounced(tree, 300);
  const asked = useQuery({ ...countQuery(type.id, settled, listId), enabled: isComplete(settled) });
  const sample = useRecordsByIds(type, asked.data?.sample ?? [], titleProperties(type));
  const waiting = asked.isFetching || settled !== tree;
  if (!isComplete(tree))
    return (
      <Text size="sm" c="var(--muted)" role="status">
        {t("Fill in every condition to see how many {type} fit.", { type: noun(type.plural) })}
      </Text>
    );
  if (asked.error && !waiting) return <FailureAlert error={asked.error} />;
  const names = sample.map((record) => titleOf(type, record.properties, record.id));
  return (
    <div>
      <div className={classes.count} role="status" aria-busy={waiting}>
        <span className={classes.number}>{asked.data ? asked.data.count.toLocaleString(locale) : "…"}</span>{" "}
        <span>
          {tn(asked.data?.count ?? 0, "{type} fits now", "{type} fit now", {
            type: noun(asked.data?.count === 1 ? type.singular : type.plural),
          })}
        </span>
        {before !== undefined && (
          <Text size="sm" c="var(--muted)">
            {t("in the list until now: {count}", { count: before.toLocaleString(locale) })}
          </Text>
        )}
        {waiting && <Loader size={14} />}
      </div>
      {names.length > 0 && (
        <Text size="sm" c="var(--muted)" lineClamp={1}>
          {t("Among them: {names}", { names: names.join(", ") })}
        </Text>
      )}
    </div>
  );
}
