import { Badge, Button, Group, Select, UnstyledButton } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { Suspense, useState } from "react";

import { type Pipeline, pipelinesQuery } from "../crm/definitions";
import { useObjectTypes } from "../crm/object-types";
import { mayUse, useSession } from "../session/session";
import { lazySoon } from "../shared/lazy-soon";
import { Answered, Card, cell, Empty, Page, PlainTable } from "../shared/page";
import { t } from "../shared/texts";

const PipelineDrawer = lazySoon(() => import("./pipeline-drawer"));

/** Types with pipelines that have no page of their own. */
const MORE = [
  { name: "orders", id: "0-123", plural: t("Orders") },
  { name: "appointments", id: "0-421", plural: t("Appointments") },
  { name: "courses", id: "0-410", plural: t("Courses") },
  { name: "listings", id: "0-420", plural: t("Listings") },
  { name: "services", id: "0-162", plural: t("Services") },
];

/** The pipelines of each type, with their stages. */
export function PipelinesPage() {
  const { type: name = "deals" } = useSearch({ from: "/inside/app/settings/pipelines" });
  const own = useObjectTypes().filter(({ pipelines, group }) => pipelines ?? group === "custom");
  const types = [...own, ...MORE];
  const type = types.find((one) => one.name === name) ?? types[0];
  const navigate = useNavigate();
  const mayChange = mayUse(useSession(), "properties");
  const [edited, setEdited] = useState<Pipeline | "new" | null>(null);
  const found = useQuery(pipelinesQuery(type?.name ?? "deals"));
  if (!type) return null;
  return (
    <Page
      title={t("Pipelines")}
      about={t(
        "The stages that records go through. A board shows a pipeline, with what each stage is worth.",
      )}
      actions={
        <Group gap="xs">
          <Select
            aria-label={t("Type of records")}
            w={170}
            data={types.map((one) => ({ value: one.name, label: one.plural }))}
            value={type.name}
            allowDeselect={false}
            onChange={(next) =>
              void navigate({
                to: "/app/settings/pipelines",
                search: { type: next ?? "deals" },
                replace: true,
              })
            }
          />
          {mayChange && (
            <Button leftSection={<IconPlus size={16} />} onClick={() => setEdited("new")}>
              {t("Create pipeline")}
            </Button>
          )}
        </Group>
      }
    >
      <Card padded={false}>
        <Answered query={found}>
          {(pipelines) =>
            pipelines.length === 0 ? (
              <Empty title={t("No pipelines yet")}>
                {t("Create one, and its records can be moved from stage to stage on a board.")}
              </Empty>
            ) : (
              <PlainTable label={t("Pipelines")} columns={[t("Pipeline"), t("Stages"), `-${t("Id")}`]}>
                {pipelines.map((pipeline) => (
                  <tr key={pipeline.id}>
                    <td>
                      {mayChange ? (
                        <UnstyledButton
                          fz="inherit"
                          c="var(--mantine-color-anchor)"
                          onClick={() => setEdited(pipeline)}
                        >
                          {pipeline.label}
                        </UnstyledButton>
                      ) : (
                        pipeline.label
                      )}
                    </td>
                    <td>
                      <Group gap={4}>
                        {[...pipeline.stages]
                          .sort((one, other) => one.displayOrder - other.displayOrder)
                          .map((stage) => (
                            <Badge key={stage.id} variant="default" tt="none" fw={400}>
                              {stage.label}
                            </Badge>
                          ))}
                      </Group>
                    </td>
                    <td className={cell.second} style={{ overflowWrap: "normal" }}>
                      <code>{pipeline.id}</code>
                    </td>
                  </tr>
                ))}
              </PlainTable>
            )
          }
        </Answered>
      </Card>
      {edited && (
        <Suspense>
          <PipelineDrawer
            key={edited === "new" ? "new" : edited.id}
            type={type}
            pipeline={edited === "new" ? undefined : edited}
            order={found.data?.length ?? 0}
            onClose={() => setEdited(null)}
          />
        </Suspense>
      )}
    </Page>
  );
}
