import { useDraggable, useDroppable } from "@dnd-kit/core";
import { ActionIcon, Skeleton, Text, Title } from "@mantine/core";
import { IconGripVertical } from "@tabler/icons-react";
import { CatchBoundary, Link } from "@tanstack/react-router";
import { Suspense } from "react";

import { periodLabel } from "../analytics/period";
import { addressOf, type Report, reportOf } from "../analytics/saved-report";
import { scopeOf, useToday } from "../analytics/scope";
import { toolOf } from "../analytics/tools/tools";
import type { Saved } from "../saved/saved-query";
import { FailureAlert } from "../shared/failure-alert";
import { Empty } from "../shared/page";
import { t } from "../shared/texts";
import { CardMenu, type Edit } from "./card-menu";
import type { BoardCard } from "./cards";
import classes from "./dashboards.module.css";

interface Props {
  card: BoardCard;
  /** `undefined` where it is gone, or not for this person. */
  saved: Saved | undefined;
  /** In place of the report's own. */
  period: string | undefined;
  edit: Edit | undefined;
}

/** One report of a dashboard. Its handle drags it, or moves it with the arrow keys. */
export function BoardCardView({ card, saved, period, edit }: Props) {
  const { setNodeRef, isOver } = useDroppable({ id: card.report });
  const { setNodeRef: setHandle, listeners, isDragging, transform } = useDraggable({ id: card.report });
  const name = saved?.name ?? t("A report that is not there");
  const report = saved && reportOf(saved.content);
  return (
    <section
      ref={setNodeRef}
      className={classes.card}
      data-wide={card.wide}
      data-over={isOver && !isDragging}
      data-dragged={isDragging}
      style={transform ? { transform: `translate(${transform.x}px, ${transform.y}px)` } : undefined}
      aria-label={name}
    >
      <header className={classes.head}>
        {edit && (
          <ActionIcon
            ref={setHandle}
            {...listeners}
            size="sm"
            variant="subtle"
            color="gray"
            className={classes.handle}
            aria-label={t("Move {name}: drag, or use the arrow keys", { name })}
            onKeyDown={(event) => {
              const by = BY[event.key];
              if (by === undefined) return;
              event.preventDefault();
              edit.onMove(by);
            }}
          >
            <IconGripVertical size={16} />
          </ActionIcon>
        )}
        <div className={classes.name}>
          <Title order={2} size="h6">
            {saved ? (
              <Link {...addressOf(saved)} className={classes.link}>
                {name}
              </Link>
            ) : (
              name
            )}
          </Title>
          {report && (
            <Text size="xs" c="var(--muted)">
              {labelOf(report, period)}
            </Text>
          )}
        </div>
        {edit && <CardMenu card={card} name={name} looks={toolOf(report?.tool ?? "")?.looks} edit={edit} />}
      </header>
      <div className={classes.body} tabIndex={0} role="group" aria-label={t("{name}: content", { name })}>
        {report ? (
          <CatchBoundary getResetKey={() => JSON.stringify(report)} errorComponent={FailureAlert}>
            <Suspense fallback={<Waiting />}>
              <Drawn report={report} card={card} period={period} />
            </Suspense>
          </CatchBoundary>
        ) : (
          <Empty title={t("This report is not there.")}>
            {t("It was deleted, or it is not shared with you.")}
          </Empty>
        )}
      </div>
    </section>
  );
}

const BY: Record<string, number> = { ArrowUp: -1, ArrowLeft: -1, ArrowDown: 1, ArrowRight: 1 };

function Drawn({ report, card, period }: { report: Report; card: BoardCard; period: string | undefined }) {
  const today = useToday();
  const tool = toolOf(report.tool);
  if (!tool) return <Empty title={t("This version does not know such a report.")} />;
  const scope = scopeOf({ ...report, ...(period !== undefined && { period }) }, today);
  // A breakdown, and what has only one look, is drawn as its page does.
  const look = card.look ?? tool.looks?.[0];
  return <tool.Result {...scope} given={report.given} look={look} />;
}

function Waiting() {
  return <Skeleton h={220} m="md" w="auto" role="status" aria-label={t("Loading")} />;
}

function labelOf({ tool, period: own }: Report, period: string | undefined): string {
  if (toolOf(tool)?.timeless) return t("All times");
  return periodLabel(period ?? own ?? "");
}
