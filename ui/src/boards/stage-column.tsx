import { Button, Group, Text } from "@mantine/core";
import { useDroppable } from "@dnd-kit/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { memo } from "react";

import { type Pipeline, useProperties } from "../crm/definitions";
import { money } from "../crm/format";
import type { ObjectType } from "../crm/object-types";
import { useSurroundings } from "../crm/surroundings";
import { mayDo, useSession } from "../session/session";
import { FailureAlert } from "../shared/failure-alert";
import { locale, t } from "../shared/texts";
import classes from "./boards.module.css";
import { DraggableCard } from "./card";
import { type BoardLook, stageQuery } from "./stage-query";

interface Props {
  type: ObjectType;
  pipeline: Pipeline;
  stage: Pipeline["stages"][number];
  look: BoardLook;
}

/** One stage: how many records, what they are worth, and their cards. */
export const StageColumn = memo(function StageColumn({ type, pipeline, stage, look }: Props) {
  const query = useInfiniteQuery(stageQuery(type, pipeline.id, stage.id, look));
  const session = useSession();
  const properties = useProperties(type.name);
  const around = useSurroundings(type);
  const disabled = !mayDo(session, type.id, "edit");
  const { setNodeRef, isOver } = useDroppable({ id: stage.id });
  const records = query.data?.pages.flatMap((page) => page.records) ?? [];
  const total = query.data?.pages[0]?.total ?? 0;
  const amount = type.pipelines?.amount;
  const sum = amount ? records.reduce((all, record) => all + Number(record.properties[amount] ?? 0), 0) : 0;
  const partial = records.length < total;
  const probability = Number(stage.metadata.probability ?? 1);
  const currency = session?.currency ?? "USD";
  return (
    <section className={classes.stage} data-over={isOver || undefined} aria-label={stage.label}>
      <header className={classes.stageHead}>
        <Group justify="space-between" wrap="nowrap">
          <Text size="sm" fw={600} truncate>
            {stage.label}
          </Text>
          <Text size="xs" c="var(--muted)">
            {total.toLocaleString(locale)}
          </Text>
        </Group>
        {amount && (
          <Text size="xs" c="var(--muted)" title={partial ? t("Of the cards that are loaded") : undefined}>
            {partial && t("at least ")}
            {t("{money} · {money2} weighted", {
              money: money(sum, currency),
              money2: money(Math.round(sum * probability), currency),
            })}
          </Text>
        )}
      </header>
      <div className={classes.cards} ref={setNodeRef}>
        <FailureAlert error={query.error} />
        {records.map((record) => (
          <DraggableCard
            key={record.id}
            type={type}
            record={record}
            columns={look.columns}
            properties={properties}
            around={around}
            disabled={disabled}
          />
        ))}
        {query.hasNextPage && (
          <Button
            size="xs"
            variant="subtle"
            loading={query.isFetchingNextPage}
            onClick={() => void query.fetchNextPage()}
          >
            {t("More")}
          </Button>
        )}
      </div>
    </section>
  );
});
