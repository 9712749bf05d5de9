import { Progress, Stack, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";

import { api, data } from "../api/client";
import type { Property } from "../crm/definitions";
import type { ObjectType } from "../crm/object-types";
import { FailureAlert } from "../shared/failure-alert";
import { locale, t } from "../shared/texts";
import { usePlaces } from "./property-places";

/** How many records have a value, and what else names the property. */
export function PropertyUse({ type, property }: { type: ObjectType; property: Property }) {
  const filled = useQuery({
    queryKey: ["records", type.name, "filled", property.name],
    queryFn: async () => {
      const [having, all] = await Promise.all([count(type.name, property.name), count(type.name)]);
      return { having, all, percent: all === 0 ? 0 : Math.round((100 * having) / all) };
    },
  });
  const places = usePlaces(type, property.name);
  return (
    <Stack gap={4}>
      <Text size="sm" fw={600}>
        {t("Where it is used")}
      </Text>
      <FailureAlert error={filled.error} />
      {filled.data && (
        <>
          <Text size="sm">
            {t("{having} of {all} records have a value ({percent} %).", {
              having: filled.data.having.toLocaleString(locale),
              all: filled.data.all.toLocaleString(locale),
              percent: filled.data.percent,
            })}
          </Text>
          <Progress value={filled.data.percent} size="sm" aria-label={t("Records with a value")} />
        </>
      )}
      {places.map(({ what, names }) => (
        <Text key={what} size="sm">
          {what}: {names.length > 0 ? names.join(", ") : t("none")}
        </Text>
      ))}
    </Stack>
  );
}

async function count(objectType: string, propertyName?: string): Promise<number> {
  const filters = propertyName ? [{ propertyName, operator: "HAS_PROPERTY" as const }] : [];
  const body = { limit: 1, ...(propertyName ? { filterGroups: [{ filters }] } : {}) };
  const params = { path: { objectType } };
  return (await data(api.POST("/crm/v3/objects/{objectType}/search", { params, body }))).total;
}
