import { ActionIcon, Group, Menu, Skeleton, Tabs, Text, Title } from "@mantine/core";
import { useClipboard } from "@mantine/hooks";
import { IconArrowLeft, IconCode, IconDots, IconTerminal2, IconTrash } from "@tabler/icons-react";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link, useNavigate, useParams } from "@tanstack/react-router";

import { api, data } from "../api/client";
import { Trouble } from "../app/trouble";
import { useTitle } from "../app/use-title";
import { ago, format } from "../crm/format";
import { type ObjectType, useObjectType } from "../crm/object-types";
import { useProperties } from "../crm/definitions";
import { type CrmRecord, titleOf } from "../crm/record";
import { useSurroundings } from "../crm/surroundings";
import { mayDo, useSession } from "../session/session";
import { t } from "../shared/texts";
import { Timeline } from "../timeline/timeline";
import { notifyDone, notifyFailure } from "../shared/notify";
import { Associations } from "./associations";
import { Changes } from "./changes";
import { PropertiesPanel } from "./properties-panel";
import { recordQuery } from "./record-query";
import classes from "./record.module.css";

export function RecordPage() {
  const { type: name, id } = useParams({ from: "/inside/app/records/$type/$id" });
  const type = useObjectType(name);
  return type ? <Loaded key={`${type.id} ${id}`} type={type} id={id} /> : <Trouble />;
}

function Loaded({ type, id }: { type: ObjectType; id: string }) {
  const properties = useProperties(type.name);
  const query = useQuery({
    ...recordQuery(type.name, id, [...properties.keys()]),
    enabled: properties.size > 0,
  });
  if (query.error) return <Trouble error={query.error} />;
  if (!query.data) return <Skeleton h={320} m="lg" role="status" aria-label={t("Loading")} />;
  return <Shown type={type} record={query.data} />;
}

/** One record: what is known of it on the left, what happened to it in the middle, what it is connected with right. */
function Shown({ type, record }: { type: ObjectType; record: CrmRecord }) {
  const title = titleOf(type, record.properties, record.id);
  useTitle(title);
  const properties = useProperties(type.name);
  const around = useSurroundings(type);
  const about = type.columns
    .slice(0, 3)
    .map((name) => format(properties.get(name), record.properties[name], around))
    .filter(Boolean)
    .join("  ·  ");
  return (
    <div className={classes.page}>
      <header className={classes.head}>
        <Group gap="sm" wrap="nowrap" miw={0}>
          <ActionIcon
            variant="subtle"
            color="gray"
            aria-label={t("All {plural}", { plural: type.plural.toLowerCase() })}
            renderRoot={(props) => <Link to="/app/records/$type" params={{ type: type.name }} {...props} />}
          >
            <IconArrowLeft size={18} />
          </ActionIcon>
          <type.icon size={22} stroke={1.6} />
          <div className={classes.names}>
            <Title order={1} size="h3" className={classes.title}>
              {title}
            </Title>
            <Text size="sm" c="var(--muted)" truncate>
              {about}
            </Text>
          </div>
        </Group>
        <Group gap="xs" wrap="nowrap">
          <Text size="xs" c="var(--muted)" visibleFrom="md">
            {record.updatedAt && t("Changed {ago}", { ago: ago(record.updatedAt) })}
          </Text>
          <Actions type={type} record={record} title={title} />
        </Group>
      </header>
      <div className={classes.columns}>
        <aside className={classes.panel} aria-label={t("Properties")}>
          <PropertiesPanel type={type} record={record} />
        </aside>
        <section className={classes.middle} aria-label={t("History")}>
          <Tabs defaultValue="timeline" keepMounted={false}>
            <Tabs.List px="md">
              <Tabs.Tab value="timeline">{t("Timeline")}</Tabs.Tab>
              <Tabs.Tab value="changes">{t("Values over time")}</Tabs.Tab>
            </Tabs.List>
            <Tabs.Panel value="timeline" p="md">
              <Timeline type={type} record={record} />
            </Tabs.Panel>
            <Tabs.Panel value="changes" p="md">
              <Changes type={type} record={record} />
            </Tabs.Panel>
          </Tabs>
        </section>
        <aside className={classes.panel} aria-label={t("Associations")}>
          <Associations type={type} record={record} />
        </aside>
      </div>
    </div>
  );
}

function Actions({ type, record, title }: { type: ObjectType; record: CrmRecord; title: string }) {
  const session = useSession();
  const clipboard = useClipboard();
  const navigate = useNavigate();
  const client = useQueryClient();
  const url = `${window.location.origin}/crm/v3/objects/${type.name}/${record.id}`;
  const archive = useMutation({
    mutationFn: () => {
      const path = { objectType: type.name, objectId: record.id };
      return data(api.DELETE("/crm/v3/objects/{objectType}/{objectId}", { params: { path } }));
    },
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ["records", type.name] });
      notifyDone(t("{title} was archived. It stays in the recycling bin for 90 days.", { title }));
      await navigate({ to: "/app/records/$type", params: { type: type.name } });
    },
    onError: (error) => notifyFailure(t("Not archived"), error),
  });
  return (
    <Menu position="bottom-end" width={220}>
      <Menu.Target>
        <ActionIcon variant="default" size={32} aria-label={t("More")}>
          <IconDots size={18} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item leftSection={<IconCode size={16} />} component="a" href={url} target="_blank">
          {t("View as JSON")}
        </Menu.Item>
        <Menu.Item
          leftSection={<IconTerminal2 size={16} />}
          onClick={() => {
            clipboard.copy(`curl '${url}' -H 'Authorization: Bearer YOUR_TOKEN'`);
            notifyDone(t("Copied. Put an access token in its place."));
          }}
        >
          {t("Copy as curl")}
        </Menu.Item>
        {mayDo(session, type.id, "delete") && (
          <Menu.Item leftSection={<IconTrash size={16} />} color="red" onClick={() => archive.mutate()}>
            {t("Archive")}
          </Menu.Item>
        )}
      </Menu.Dropdown>
    </Menu>
  );
}
