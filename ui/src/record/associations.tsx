import { ActionIcon, Button, Group, Stack, Text, Tooltip } from "@mantine/core";
import { IconLinkOff } from "@tabler/icons-react";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";

import { useProperties } from "../crm/definitions";
import { format } from "../crm/format";
import { type ObjectType, useObjectTypes } from "../crm/object-types";
import { type CrmRecord, titleOf } from "../crm/record";
import { useSurroundings } from "../crm/surroundings";
import { mayDo, useSession } from "../session/session";
import { FailureAlert } from "../shared/failure-alert";
import { t } from "../shared/texts";
import { AddAssociation } from "./add-association";
import { AssociationLabels } from "./association-labels";
import { type Associated, associationsQuery, usePart, useRelate } from "./associations-query";

/** What a record is connected with, a card for each type. */
export function Associations({ type, record }: { type: ObjectType; record: CrmRecord }) {
  const session = useSession();
  const others = useObjectTypes().filter((other) => mayDo(session, other.id, "view"));
  return (
    <Stack p="sm" gap="md">
      {others.map((other) => (
        <Card key={other.id} type={type} record={record} other={other} />
      ))}
    </Stack>
  );
}

/** Cards that are shown while they are empty, so that something can be added. */
const SHOWN_EMPTY = new Set<ObjectType["group"]>(["records", "custom"]);

function Card({ type, record, other }: { type: ObjectType; record: CrmRecord; other: ObjectType }) {
  const session = useSession();
  const mayEdit = mayDo(session, type.id, "edit") && mayDo(session, other.id, "edit");
  const query = useInfiniteQuery(associationsQuery(type, record.id, other));
  const relate = useRelate(type, record.id, other);
  const part = usePart(type, record.id, other);
  const found = query.data?.pages.flatMap((page) => page.found) ?? [];
  if (found.length === 0 && !SHOWN_EMPTY.has(other.group)) return <FailureAlert error={query.error} />;
  return (
    <section aria-label={other.plural}>
      <Group justify="space-between" mb={4} wrap="nowrap">
        <Text size="sm" fw={600} style={{ overflowWrap: "anywhere" }} flex={1}>
          {other.plural}{" "}
          <Text span size="xs" c="var(--muted)">
            {query.hasNextPage ? t("{count} and more", { count: found.length }) : found.length}
          </Text>
        </Text>
        {mayEdit && (
          <AddAssociation type={type} other={other} onAdd={(to, kinds) => relate.mutate({ to, kinds })} />
        )}
      </Group>
      <FailureAlert error={query.error} />
      {found.map((each) => (
        <Row
          key={each.record.id}
          type={type}
          other={other}
          associated={asChosen(each, relate)}
          onLabels={mayEdit ? (kinds) => relate.mutate({ to: each.record.id, kinds }) : undefined}
          onRemove={mayEdit ? () => part.mutate(each.record.id) : undefined}
        />
      ))}
      {query.hasNextPage && (
        <Button
          size="compact-xs"
          variant="subtle"
          loading={query.isFetchingNextPage}
          onClick={() => void query.fetchNextPage()}
        >
          {t("Show more")}
        </Button>
      )}
    </section>
  );
}

/** What the person has just chosen shows at once, and goes back where the server refuses. */
function asChosen(each: Associated, { isPending, variables }: ReturnType<typeof useRelate>): Associated {
  const isChanging = isPending && variables.to === each.record.id && variables.kinds.length > 0;
  return isChanging ? { ...each, kinds: variables.kinds } : each;
}

interface RowProps {
  type: ObjectType;
  other: ObjectType;
  associated: Associated;
  onLabels: ((kinds: Associated["kinds"]) => void) | undefined;
  onRemove: (() => void) | undefined;
}

function Row({ type, other, associated, onLabels, onRemove }: RowProps) {
  const { record, kinds } = associated;
  const properties = useProperties(other.name);
  const around = useSurroundings(other);
  const title = titleOf(other, record.properties, record.id);
  const first = properties.get(other.columns[0] ?? "");
  const labels = [...new Set(kinds.flatMap(({ label }) => label ?? []))];
  const about = [...labels, first && format(first, record.properties[first.name], around)];
  return (
    <Group justify="space-between" wrap="nowrap" py={4} gap={4}>
      <div style={{ minWidth: 0, flex: 1 }}>
        <Link to="/app/records/$type/$id" params={{ type: other.name, id: record.id }}>
          <Text size="sm" truncate inherit>
            {title}
          </Text>
        </Link>
        <Text size="xs" c="var(--muted)" truncate>
          {about.filter(Boolean).join(" · ")}
        </Text>
      </div>
      {onLabels && (
        <AssociationLabels type={type} other={other} title={title} kinds={kinds} onChange={onLabels} />
      )}
      {onRemove && (
        <Tooltip label={t("Take the association away")}>
          <ActionIcon
            size={24}
            variant="subtle"
            color="gray"
            onClick={onRemove}
            aria-label={t("Take the association with {name} away", { name: title })}
          >
            <IconLinkOff size={14} />
          </ActionIcon>
        </Tooltip>
      )}
    </Group>
  );
}
