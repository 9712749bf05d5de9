import { Button, UnstyledButton } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Suspense, useState } from "react";

import { mayUse, useSession } from "../session/session";
import { lazySoon } from "../shared/lazy-soon";
import { Answered, Card, cell, Empty, Page, PlainTable } from "../shared/page";
import { t } from "../shared/texts";
import { AssociationLabels } from "./association-labels";
import { type Schema, schemasQuery } from "./schemas-query";

const SchemaDrawer = lazySoon(() => import("./schema-drawer"));

/** The account's own types of records, and what types have with each other. */
export function SchemasPage() {
  const mayChange = mayUse(useSession(), "properties");
  const [edited, setEdited] = useState<Schema | "new" | null>(null);
  return (
    <Page
      title={t("Objects and labels")}
      about={t(
        "Types of records of your own beside contacts, companies and deals, and what associations are called.",
      )}
      actions={
        mayChange && (
          <Button leftSection={<IconPlus size={16} />} onClick={() => setEdited("new")}>
            {t("Create type")}
          </Button>
        )
      }
    >
      <Card title={t("Own types")} padded={false}>
        <Answered query={useQuery(schemasQuery)}>
          {(schemas) =>
            schemas.length === 0 ? (
              <Empty title={t("No types of your own yet")}>
                {t(
                  "Cars, pets, subscriptions: a type has properties, pages, filters, lists and an API of its own.",
                )}
              </Empty>
            ) : (
              <PlainTable
                label={t("Own types")}
                columns={[t("Type"), `-${t("Name in the API")}`, `-${t("Id")}`, `#${t("Properties")}`]}
              >
                {schemas.map((schema) => (
                  <tr key={schema.id}>
                    <td>
                      {mayChange ? (
                        <UnstyledButton
                          fz="inherit"
                          c="var(--mantine-color-anchor)"
                          onClick={() => setEdited(schema)}
                        >
                          {schema.labels.plural}
                        </UnstyledButton>
                      ) : (
                        schema.labels.plural
                      )}
                    </td>
                    <td className={cell.second}>
                      <code>{schema.name}</code>
                    </td>
                    <td className={cell.second}>
                      <code>{schema.objectTypeId}</code>
                    </td>
                    <td className={cell.number}>{schema.properties.length}</td>
                  </tr>
                ))}
              </PlainTable>
            )
          }
        </Answered>
      </Card>
      <AssociationLabels mayChange={mayChange} />
      {edited && (
        <Suspense>
          <SchemaDrawer schema={edited === "new" ? undefined : edited} onClose={() => setEdited(null)} />
        </Suspense>
      )}
    </Page>
  );
}
