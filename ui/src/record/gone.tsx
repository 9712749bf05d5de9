import { Button, Center, Stack, Text, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";

import { api, data } from "../api/client";
import { Trouble } from "../app/trouble";
import type { ObjectType } from "../crm/object-types";
import { type CrmRecord, titleOf, titleProperties } from "../crm/record";
import { useRestore } from "../crm/restore";
import { mayDo, useSession } from "../session/session";
import { t } from "../shared/texts";

interface Props {
  type: ObjectType;
  id: string;
  error: unknown;
}

/** What stands in the place of a record that cannot be shown; one that was archived can be restored here. */
export default function Gone({ type, id, error }: Props) {
  const mayRestore = mayDo(useSession(), type.id, "delete");
  const restore = useRestore(type.name);
  const archived = useQuery({
    queryKey: ["record", type.name, id, "archived"],
    queryFn: async () => {
      const body = { inputs: [{ id }], properties: titleProperties(type) };
      const params = { path: { objectType: type.name }, query: { archived: true } };
      const answer = await data(api.POST("/crm/v3/objects/{objectType}/batch/read", { params, body }));
      return (answer.results[0] as CrmRecord | undefined) ?? null;
    },
  });
  if (archived.isPending) return null;
  if (!archived.data) return <Trouble error={error} />;
  return (
    <Center mih="60vh" p="lg">
      <Stack maw={480} gap="sm" align="flex-start">
        <Title order={1} size="h3">
          {titleOf(type, archived.data.properties, id)}
        </Title>
        <Text>
          {t("This record was archived and is in the recycling bin. What you wrote for it is kept here.")}
        </Text>
        {mayRestore && (
          <Button loading={restore.isPending} onClick={() => restore.mutate([archived.data?.id ?? id])}>
            {t("Restore")}
          </Button>
        )}
      </Stack>
    </Center>
  );
}
