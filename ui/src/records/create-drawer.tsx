import { Button, Drawer, Group, Stack, Text } from "@mantine/core";
import { useLocalStorage } from "@mantine/hooks";
import { queryOptions, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";

import { api, data } from "../api/client";
import { failureOf } from "../api/failure";
import { pipelinesQuery, useProperties } from "../crm/definitions";
import type { ObjectType } from "../crm/object-types";
import { PropertyInput } from "../crm/property-input";
import { useOwnKey } from "../session/session";
import { FailureAlert } from "../shared/failure-alert";
import { noun, t } from "../shared/texts";

/** Makes a record. What was typed stays in this browser until it is saved or thrown away, however the drawer is closed. */
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
  const required = useQuery(requiredQuery(type)).data ?? [];
  const [given, setGiven, forget] = useLocalStorage<Record<string, string>>({
    key: useOwnKey(`new ${type.id}`),
    defaultValue: {},
    getInitialValueInEffect: false,
  });
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
      forget();
      await client.invalidateQueries({ queryKey: ["records", type.name] });
      await navigate({ to: "/app/records/$type/$id", params: { type: type.name, id: record.id } });
    },
  });
  const names = asked(type, required).filter((name) => {
    const property = properties.get(name);
    return property && !property.modificationMetadata.readOnlyValue;
  });
  const fields = create.error ? failureOf(create.error).fields : {};
  const named = Object.keys(fields);
  const atFields = named.length > 0 && named.every((name) => names.includes(name));
  const begun = Object.values(given).some(Boolean);
  return (
    <Drawer
      opened={opened}
      onClose={onClose}
      title={t("Create {singular}", { singular: noun(type.singular) })}
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
          {begun && !create.isPending && !create.error && (
            <Text size="xs" c="var(--muted)">
              {t("What you type stays here until you create it or begin anew.")}
            </Text>
          )}
          {/* What the server says of a field stands at the field. */}
          {!atFields && <FailureAlert error={create.error} />}
          {names.map((name) => {
            const property = properties.get(name);
            return (
              property && (
                <PropertyInput
                  key={name}
                  type={type}
                  property={property}
                  pipeline={type.pipelines && values[type.pipelines.pipeline]}
                  value={values[name] ?? ""}
                  onChange={(value) => setGiven((before) => ({ ...before, [name]: value }))}
                  focus={name === type.title[0]}
                  required={required.includes(name)}
                  error={fields[name]}
                />
              )
            );
          })}
          <Group justify="flex-end" mt="sm">
            {begun && (
              <Button
                variant="subtle"
                mr="auto"
                onClick={() => {
                  forget();
                  create.reset();
                }}
              >
                {t("Begin anew")}
              </Button>
            )}
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

/** What a new record is asked for: its name, what its type requires, its pipeline, and what its table shows. */
function asked(type: ObjectType, required: string[]): string[] {
  const pipeline = type.pipelines ? [type.pipelines.pipeline, type.pipelines.stage] : [];
  const names = new Set([...type.title, ...pipeline, ...required, ...type.columns]);
  return [...names].filter((name) => required.includes(name) || !DATED.has(name));
}

/** The server sets these by itself. */
const DATED = new Set(["createdate", "hs_createdate", "hs_lastmodifieddate"]);

/** The properties without which the server makes no record of a type. */
function requiredQuery(type: ObjectType) {
  return queryOptions({
    queryKey: ["object types", type.id, "required"],
    queryFn: async () => {
      const params = { path: { objectType: type.id } };
      return (await data(api.GET("/crm/v3/schemas/{objectType}", { params }))).requiredProperties;
    },
  });
}
