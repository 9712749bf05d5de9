import { ActionIcon, Group, Skeleton, Tabs, Text, Title } from "@mantine/core";
import { IconArrowLeft } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link, useParams } from "@tanstack/react-router";
import { lazy, Suspense } from "react";

import { Failure } from "../api/failure";
import { Trouble } from "../app/trouble";
import { useTitle } from "../app/use-title";
import { ago, format } from "../crm/format";
import { type ObjectType, useObjectType } from "../crm/object-types";
import { useProperties } from "../crm/definitions";
import { type CrmRecord, titleOf } from "../crm/record";
import { useSurroundings } from "../crm/surroundings";
import { noun, t } from "../shared/texts";
import { Timeline } from "../timeline/timeline";
import { Actions } from "./actions";
import { Associations } from "./associations";
import { Changes } from "./changes";
import { PropertiesPanel } from "./properties-panel";
import { recordQuery } from "./record-query";
import classes from "./record.module.css";

const Gone = lazy(() => import("./gone"));

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
  // Of one that is shown already, only that it is gone matters: what could not be read anew just now stays.
  const isGone = query.error instanceof Failure && query.error.status === 404;
  if (query.error && (isGone || !query.data))
    return (
      <Suspense>
        <Gone type={type} id={id} error={query.error} />
      </Suspense>
    );
  if (!query.data) return <Skeleton h={320} role="status" aria-label={t("Loading")} />;
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
            aria-label={t("All {plural}", { plural: noun(type.plural) })}
            renderRoot={(props) => <Link to="/app/records/$type" params={{ type: type.name }} {...props} />}
          >
            <IconArrowLeft size={18} />
          </ActionIcon>
          <type.icon size={22} stroke={1.6} style={{ flexShrink: 0 }} />
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
          <Text size="xs" c="var(--muted)" visibleFrom="md" style={{ whiteSpace: "nowrap" }}>
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
