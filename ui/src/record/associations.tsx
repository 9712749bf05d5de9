import { ActionIcon, Group, Stack, Text, Tooltip } from "@mantine/core";
import { IconLinkOff } from "@tabler/icons-react";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";

import { api, data } from "../api/client";
import { format } from "../crm/format";
import { type ObjectType, useObjectTypes } from "../crm/object-types";
import { useProperties } from "../crm/definitions";
import { type CrmRecord, titleOf, titleProperties } from "../crm/record";
import { useSurroundings } from "../crm/surroundings";
import { mayDo, useSession } from "../session/session";
import { FailureAlert } from "../shared/failure-alert";
import { notifyFailure } from "../shared/notify";
import { t } from "../shared/texts";
import { AssociationPicker } from "./association-picker";

interface Associated {
  record: CrmRecord;
  labels: string[];
}

const SHOWN = 25;

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

function Card({ type, record, other }: { type: ObjectType; record: CrmRecord; other: ObjectType }) {
  const client = useQueryClient();
  const session = useSession();
  const mayEdit = mayDo(session, type.id, "edit") && mayDo(session, other.id, "edit");
  const key = ["associations", type.name, record.id, other.name];
  const query = useQuery({ queryKey: key, queryFn: () => associated(type, record.id, other) });
  const path = { objectType: type.name, objectId: record.id, toObjectType: other.name };
  const again = () => client.invalidateQueries({ queryKey: key });
  const add = useMutation({
    mutationFn: (toObjectId: string) =>
      data(
        api.PUT("/crm/v4/objects/{objectType}/{objectId}/associations/default/{toObjectType}/{toObjectId}", {
          params: { path: { ...path, toObjectId } },
        }),
      ),
    onSuccess: again,
    onError: (error) => notifyFailure(t("Not associated"), error),
  });
  const remove = useMutation({
    mutationFn: (toObjectId: string) =>
      data(
        api.DELETE("/crm/v4/objects/{objectType}/{objectId}/associations/{toObjectType}/{toObjectId}", {
          params: { path: { ...path, toObjectId } },
        }),
      ),
    onSuccess: again,
    onError: (error) => notifyFailure(t("Still associated"), error),
  });
  const found = query.data ?? [];
  if (found.length === 0 && other.group !== "records" && !query.error) return null;
  return (
    <section aria-label={other.plural}>
      <Group justify="space-between" mb={4}>
        <Text size="sm" fw={600}>
          {other.plural}{" "}
          <Text span size="xs" c="var(--muted)">
            {found.length}
          </Text>
        </Text>
        {mayEdit && <AssociationPicker type={other} onPick={(id) => add.mutate(id)} />}
      </Group>
      <FailureAlert error={query.error} />
      {found.slice(0, SHOWN).map((each) => (
        <Row
          key={each.record.id}
          type={other}
          associated={each}
          onRemove={mayEdit ? () => remove.mutate(each.record.id) : undefined}
        />
      ))}
    </section>
  );
}

function Row({
  type,
  associated,
  onRemove,
}: {
  type: ObjectType;
  associated: Associated;
  onRemove: (() => void) | undefined;
}) {
  const { record, labels } = associated;
  const properties = useProperties(type.name);
  const around = useSurroundings(type);
  const title = titleOf(type, record.properties, record.id);
  const first = properties.get(type.columns[0] ?? "");
  const about = [...labels, first && format(first, record.properties[first.name], around)];
  return (
    <Group justify="space-between" wrap="nowrap" py={4}>
      <div style={{ minWidth: 0 }}>
        <Link to="/app/records/$type/$id" params={{ type: type.name, id: record.id }}>
          <Text size="sm" truncate inherit>
            {title}
          </Text>
        </Link>
        <Text size="xs" c="var(--muted)" truncate>
          {about.filter(Boolean).join(" · ")}
        </Text>
      </div>
      {onRemove && (
        <Tooltip label={t("Take the association away")}>
          <ActionIcon
            size={24}
            variant="subtle"
            color="gray"
            onClick={onRemove}
            aria-label={t("Take the association with {title} away", { title })}
          >
            <IconLinkOff size={14} />
          </ActionIcon>
        </Tooltip>
      )}
    </Group>
  );
}

async function associated(type: ObjectType, id: string, other: ObjectType): Promise<Associated[]> {
  const path = { objectType: type.name, objectId: id, toObjectType: other.name };
  const query = { limit: 100 };
  const links = await data(
    api.GET("/crm/v4/objects/{objectType}/{objectId}/associations/{toObjectType}", {
      params: { path, query },
    }),
  );
  if (links.results.length === 0) return [];
  const labels = new Map(
    links.results.map((link) => [
      String(link.toObjectId),
      link.associationTypes.flatMap((each) => each.label ?? []),
    ]),
  );
  const inputs = [...labels.keys()].map((each) => ({ id: each }));
  const body = { inputs, properties: [...titleProperties(other), ...other.columns] };
  const read = api.POST("/crm/v3/objects/{objectType}/batch/read", {
    params: { path: { objectType: other.name } },
    body,
  });
  const { results } = await data(read);
  return (results as CrmRecord[]).map((record) => ({
    record,
    labels: [...new Set(labels.get(record.id) ?? [])],
  }));
}
