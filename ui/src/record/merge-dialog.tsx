import { Alert, Button, Group, Modal, Radio, Stack, Table, Text } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";

import { api, data } from "../api/client";
import { type Property, useProperties } from "../crm/definitions";
import { format } from "../crm/format";
import type { ObjectType } from "../crm/object-types";
import { type CrmRecord, titleOf } from "../crm/record";
import { recordsChanged } from "../crm/restore";
import { useSurroundings } from "../crm/surroundings";
import { FailureAlert } from "../shared/failure-alert";
import { notifyDone } from "../shared/notify";
import { Answered } from "../shared/page";
import { noun, t } from "../shared/texts";
import { RecordFinder } from "./record-finder";
import { recordQuery } from "./record-query";
import { differences } from "./differences";

interface Props {
  type: ObjectType;
  record: CrmRecord;
  onClose: () => void;
}

/** Merges a record with another one of its type: which one is found, what stays is shown, then it is done. */
export default function MergeDialog({ type, record, onClose }: Props) {
  const [other, setOther] = useState("");
  const singular = noun(type.singular);
  return (
    <Modal opened onClose={onClose} title={t("Merge with another {type}", { type: singular })} size="xl">
      {other ? (
        <Chosen type={type} record={record} other={other} onBack={() => setOther("")} onClose={onClose} />
      ) : (
        <Stack gap="xs">
          <Text size="sm">{t("Which record is of the same {type}?", { type: singular })}</Text>
          <RecordFinder type={type} without={record.id} onPick={setOther} />
        </Stack>
      )}
    </Modal>
  );
}

interface ChosenProps extends Props {
  other: string;
  onBack: () => void;
}

function Chosen({ type, record, other, onBack, onClose }: ChosenProps) {
  const properties = useProperties(type.name);
  const query = useQuery(recordQuery(type.name, other, [...properties.keys()]));
  return (
    <Answered query={query}>
      {(found) => <Sides type={type} record={record} other={found} onBack={onBack} onClose={onClose} />}
    </Answered>
  );
}

interface SidesProps extends Props {
  other: CrmRecord;
  onBack: () => void;
}

function Sides({ type, record, other, onBack, onClose }: SidesProps) {
  const properties = useProperties(type.name);
  const [primary, setPrimary] = useState(record.id);
  const merge = useMerge(type, onClose);
  const both = [record, other];
  const [kept, gone] = primary === record.id ? [record, other] : [other, record];
  const rows = differences(properties, kept.properties, gone.properties);
  return (
    <Stack>
      <Text size="sm">
        {t(
          "Of each value that differs, that of the record you choose stays; what it lacks comes from the other. Associations, history and activities of both are kept. The merged record has a new id, to which both old ones lead. A merge cannot be taken back.",
        )}
      </Text>
      <Table verticalSpacing={4} fz="sm" style={{ tableLayout: "fixed" }}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t("Its values stay")}</Table.Th>
            {both.map((each) => (
              <Table.Th key={each.id}>
                <Radio
                  name="primary"
                  label={titleOf(type, each.properties, each.id)}
                  description={t("Id {id}", { id: each.id })}
                  checked={primary === each.id}
                  onChange={() => setPrimary(each.id)}
                />
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.map(({ property, winner }) => (
            <Row
              key={property.name}
              type={type}
              property={property}
              sides={both}
              winner={winner === "kept" ? kept.id : gone.id}
            />
          ))}
        </Table.Tbody>
      </Table>
      {rows.length === 0 && <Alert color="gray">{t("Both records have the same values.")}</Alert>}
      <FailureAlert error={merge.error} />
      <Group justify="space-between">
        <Button variant="subtle" onClick={onBack}>
          {t("Choose another")}
        </Button>
        <Button loading={merge.isPending} onClick={() => merge.mutate({ kept: kept.id, gone: gone.id })}>
          {t("Merge")}
        </Button>
      </Group>
    </Stack>
  );
}

interface RowProps {
  type: ObjectType;
  property: Property;
  sides: CrmRecord[];
  winner: string;
}

function Row({ type, property, sides, winner }: RowProps) {
  const around = useSurroundings(type);
  return (
    <Table.Tr>
      <Table.Td c="var(--muted)">{property.label}</Table.Td>
      {sides.map((side) => {
        const value = format(property, side.properties[property.name] ?? "", around);
        return (
          <Table.Td key={side.id} style={{ overflowWrap: "anywhere" }}>
            {side.id === winner ? (
              <Text size="sm" fw={600}>
                {value}{" "}
                <Text span size="xs">
                  {t("(stays)")}
                </Text>
              </Text>
            ) : (
              <Text size="sm" c="var(--muted)">
                {value || "–"}
              </Text>
            )}
          </Table.Td>
        );
      })}
    </Table.Tr>
  );
}

function useMerge(type: ObjectType, onClose: () => void) {
  const client = useQueryClient();
  const navigate = useNavigate();
  return useMutation({
    mutationFn: ({ kept, gone }: { kept: string; gone: string }) => {
      const path = { objectType: type.name };
      const body = { primaryObjectId: kept, objectIdToMerge: gone };
      return data(api.POST("/crm/v3/objects/{objectType}/merge", { params: { path }, body }));
    },
    onSuccess: async ({ id }) => {
      notifyDone(t("Merged"));
      onClose();
      await navigate({ to: "/app/records/$type/$id", params: { type: type.name, id }, replace: true });
      await recordsChanged(client, type.name);
    },
  });
}
