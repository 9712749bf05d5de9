import {
  ActionIcon,
  Badge,
  Button,
  Group,
  Select,
  Switch,
  TextInput,
  Tooltip,
  UnstyledButton,
} from "@mantine/core";
import { IconPlus, IconSearch, IconTrash } from "@tabler/icons-react";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { Suspense, useState } from "react";

import { api, data } from "../api/client";
import { propertiesQuery, type Property, useGroups } from "../crm/definitions";
import { type ObjectType, STANDARD, useObjectType, useObjectTypes } from "../crm/object-types";
import { mayUse, useSession } from "../session/session";
import { Confirm } from "../shared/confirm";
import { lazySoon } from "../shared/lazy-soon";
import { Answered, Card, cell, Empty, Page, PlainTable } from "../shared/page";
import { noun, t } from "../shared/texts";
import { PropertyGroups } from "./property-groups";
import { kindOf } from "./property-kinds";

const PropertyDrawer = lazySoon(() => import("./property-drawer"));

/** What is known of records of each type: all properties, those of the account's own to be changed. */
export function PropertiesPage() {
  const { type: name = "contacts" } = useSearch({ from: "/inside/app/settings/properties" });
  const types = useObjectTypes();
  const type = useObjectType(name) ?? STANDARD[0];
  const navigate = useNavigate();
  const [edited, setEdited] = useState<Property | "new" | null>(null);
  const mayChange = mayUse(useSession(), "properties");
  if (!type) return null;
  return (
    <Page
      title={t("Properties")}
      about={t(
        "What is kept of each record. Properties of your own stand in forms, filters, lists and the API from the moment that they are created.",
      )}
      actions={
        <Group gap="xs">
          <Select
            aria-label={t("Type of records")}
            w={170}
            data={types.map(({ name: value, plural }) => ({ value, label: plural }))}
            value={type.name}
            onChange={(next) =>
              void navigate({
                to: "/app/settings/properties",
                search: { type: next ?? "contacts" },
                replace: true,
              })
            }
            allowDeselect={false}
            searchable
          />
          {mayChange && (
            <Button leftSection={<IconPlus size={16} />} onClick={() => setEdited("new")}>
              {t("Create property")}
            </Button>
          )}
        </Group>
      }
    >
      <Properties key={type.id} type={type} mayChange={mayChange} onEdit={setEdited} />
      <PropertyGroups type={type} mayChange={mayChange} />
      {edited && (
        <Suspense>
          <PropertyDrawer
            type={type}
            property={edited === "new" ? undefined : edited}
            onClose={() => setEdited(null)}
          />
        </Suspense>
      )}
    </Page>
  );
}

interface ListProps {
  type: ObjectType;
  mayChange: boolean;
  onEdit: (property: Property) => void;
}

const SHOWN = 200;

function Properties({ type, mayChange, onEdit }: ListProps) {
  const [words, setWords] = useState("");
  const [own, setOwn] = useState(false);
  const [archived, setArchived] = useState<Property | null>(null);
  const groups = new Map((useGroups(type.name).data ?? []).map(({ name, label }) => [name, label]));
  return (
    <Card padded={false}>
      <Group p="md" gap="md">
        <TextInput
          w={260}
          leftSection={<IconSearch size={14} />}
          placeholder={t("Search by label or name")}
          aria-label={t("Search properties")}
          value={words}
          onChange={(event) => setWords(event.currentTarget.value)}
        />
        <Switch
          label={t("Only our own")}
          checked={own}
          onChange={(event) => setOwn(event.currentTarget.checked)}
        />
      </Group>
      <Answered query={useQuery(propertiesQuery(type.name))}>
        {(all) => {
          const found = [...all.values()]
            .filter((property) => !own || !property.hubspotDefined)
            .filter(({ label, name }) => `${label} ${name}`.toLowerCase().includes(words.toLowerCase()));
          if (found.length === 0)
            return (
              <Empty title={words ? t("No property is called that") : t("No properties of your own yet")}>
                {mayChange &&
                  t("Create one for what you want to know of {plural}.", {
                    plural: noun(type.plural),
                  })}
              </Empty>
            );
          return (
            <PlainTable
              label={t("Properties")}
              columns={[t("Label"), `-${t("Name")}`, t("Holds"), `-${t("Group")}`, ""]}
            >
              {found.slice(0, SHOWN).map((property) => (
                <tr key={property.name}>
                  <td>
                    {mayChange && !property.modificationMetadata.readOnlyDefinition ? (
                      <UnstyledButton
                        fz="inherit"
                        c="var(--mantine-color-anchor)"
                        onClick={() => onEdit(property)}
                      >
                        {property.label || property.name}
                      </UnstyledButton>
                    ) : (
                      property.label || property.name
                    )}{" "}
                    {!property.hubspotDefined && (
                      <Badge size="sm" variant="light" tt="none">
                        {t("Own")}
                      </Badge>
                    )}
                  </td>
                  <td className={cell.second}>
                    <code>{property.name}</code>
                  </td>
                  <td>{kindOf(property)}</td>
                  <td className={cell.second}>{groups.get(property.groupName) ?? property.groupName}</td>
                  <td className={cell.end}>
                    {mayChange && !property.hubspotDefined && (
                      <Tooltip label={t("Archive")}>
                        <ActionIcon
                          variant="subtle"
                          color="gray"
                          aria-label={t("Archive {label}", { label: property.label })}
                          onClick={() => setArchived(property)}
                        >
                          <IconTrash size={16} />
                        </ActionIcon>
                      </Tooltip>
                    )}
                  </td>
                </tr>
              ))}
              {found.length > SHOWN && (
                <tr>
                  <td colSpan={5}>
                    {t("{length} more: search for what you need.", { length: found.length - SHOWN })}
                  </td>
                </tr>
              )}
            </PlainTable>
          );
        }}
      </Answered>
      {archived && <Archive type={type} property={archived} onClose={() => setArchived(null)} />}
    </Card>
  );
}

function Archive({ type, property, onClose }: { type: ObjectType; property: Property; onClose: () => void }) {
  const client = useQueryClient();
  const archive = useMutation({
    mutationFn: () => {
      const path = { objectType: type.name, propertyName: property.name };
      return data(api.DELETE("/crm/v3/properties/{objectType}/{propertyName}", { params: { path } }));
    },
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ["properties", type.name] });
      onClose();
    },
  });
  return (
    <Confirm
      title={t("Archive {label}?", { label: property.label })}
      action={t("Archive")}
      pending={archive.isPending}
      error={archive.error}
      onConfirm={() => archive.mutate()}
      onClose={onClose}
    >
      {t(
        "Records keep their values, but nobody sees them any more. A property that formulas or the type itself need cannot be archived; then you are told which.",
      )}
    </Confirm>
  );
}
