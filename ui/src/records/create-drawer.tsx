import { Button, Drawer, Group, Stack } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";

import { api, data } from "../api/client";
import { pipelinesQuery, useProperties } from "../crm/definitions";
import type { ObjectType } from "../crm/object-types";
import { PropertyInput } from "../crm/property-input";
import { FailureAlert } from "../shared/failure-alert";
import { t } from "../shared/texts";

/** Makes a record; what was typed stays until it is saved. */
export default function CreateDrawer({
  type,
  opened,
  onClose,
}: {
  type: ObjectType;
  opened: boolean;
  onClose: () => void;
}) {
  const properties = useProperties(type.name);
  const pipelines =
    useQuery({ ...pipelinesQuery(type.name), enabled: type.pipelines !== undefined }).data ?? [];
  const [given, setGiven] = useState<Record<string, string>>({});
  const client = useQueryClient();
  const navigate = useNavigate();
  const first = pipelines[0];
  const start: Record<string, string> =
    type.pipelines && first
      ? { [type.pipelines.pipeline]: first.id, [type.pipelines.stage]: first.stages[0]?.id ?? "" }
      : {};
  const values = { ...start, ...given };
  const create = useMutation({
    mutationFn: () => {
      const filled = Object.fromEntries(Object.entries(values).filter(([, value]) => value !== ""));
      const path = { objectType: type.name };
      return data(
        api.POST("/crm/v3/objects/{objectType}", { params: { path }, body: { properties: filled } }),
      );
    },
    onSuccess: async (record) => {
      setGiven({});
      await client.invalidateQueries({ queryKey: ["records", type.name] });
      await navigate({ to: "/app/records/$type/$id", params: { type: type.name, id: record.id } });
    },
  });
  return (
    <Drawer
      opened={opened}
      onClose={onClose}
      title={t("Create {singular}", { singular: type.singular.toLowerCase() })}
      position="right"
      size="sm"
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          create.mutate();
        }}
      >
        <Stack gap="sm">
          <FailureAlert error={create.error} />
          {asked(type).map((name) => {
            const property = properties.get(name);
            if (!property || property.modificationMetadata.readOnlyValue) return null;
            return (
              <PropertyInput
                key={name}
                type={type}
                property={property}
                pipeline={type.pipelines && values[type.pipelines.pipeline]}
                value={values[name] ?? ""}
                onChange={(value) => setGiven((before) => ({ ...before, [name]: value }))}
                focus={name === type.title[0]}
              />
            );
          })}
          <Group justify="flex-end" mt="sm">
            <Button variant="default" onClick={onClose}>
              {t("Cancel")}
            </Button>
            <Button type="submit" loading={create.isPending}>
              {t("Create")}
            </Button>
          </Group>
        </Stack>
      </form>
    </Drawer>
  );
}

/** What a new record is asked for: its name, its pipeline, and what its table shows. */
function asked(type: ObjectType): string[] {
  const pipeline = type.pipelines ? [type.pipelines.pipeline, type.pipelines.stage] : [];
  return [...new Set([...type.title, ...pipeline, ...type.columns])].filter((name) => !DATED.has(name));
}

/** The server sets these by itself. */
const DATED = new Set(["createdate", "hs_createdate", "hs_lastmodifieddate"]);
