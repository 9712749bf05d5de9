import { Group, Select, Stack } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { type ReactNode, useEffect } from "react";

import { type ObjectType, useObjectType } from "../crm/object-types";
import { FailureAlert } from "../shared/failure-alert";
import { noun, t } from "../shared/texts";
import { Remove } from "./filter-builder";
import type { Branch } from "./filter-tree";
import { linksQuery } from "./lists-query";

interface Props {
  type: ObjectType;
  branch: Branch;
  onChange: (branch: Branch) => void;
  onRemove: () => void;
  children: (other: ObjectType) => ReactNode;
}

/** Says of which associated records a branch speaks: of some, or of none, by which label. */
export function AssociationHead({ type, branch, onChange, onRemove, children }: Props) {
  const other = useObjectType(branch.objectTypeId ?? "");
  const links = useQuery(linksQuery(type.name, branch.objectTypeId ?? ""));
  const plain = links.data?.find((each) => each.label === null && each.category === "HUBSPOT_DEFINED");
  const first = plain ?? links.data?.[0];
  useEffect(() => {
    if (branch.associationTypeId === undefined && first)
      onChange({ ...branch, associationTypeId: first.typeId, associationCategory: first.category });
  });
  const choices = (links.data ?? []).map((each) => ({
    value: `${each.category} ${each.typeId}`,
    label: each.label ?? t("however"),
  }));
  return (
    <Stack gap="xs">
      <Group gap="xs" wrap="nowrap" justify="space-between">
        <Group gap="xs">
          <Select
            size="xs"
            w={130}
            aria-label={t("Some or none")}
            data={[
              { value: "IN_LIST", label: t("with some") },
              { value: "NOT_IN_LIST", label: t("with none of the") },
            ]}
            value={branch.operator ?? "IN_LIST"}
            onChange={(operator) => operator && onChange({ ...branch, operator })}
            allowDeselect={false}
          />
          <strong>{(other && noun(other.plural)) ?? branch.objectTypeId}</strong>
          {choices.length > 1 && (
            <Select
              size="xs"
              w={190}
              aria-label={t("How they are connected")}
              data={choices}
              value={`${branch.associationCategory ?? ""} ${branch.associationTypeId ?? ""}`}
              onChange={(key) => {
                const [associationCategory = "", id] = key?.split(" ") ?? [];
                if (id) onChange({ ...branch, associationCategory, associationTypeId: Number(id) });
              }}
              allowDeselect={false}
            />
          )}
          <span>{t("that fit all of these:")}</span>
        </Group>
        <Remove label={t("Take the condition away")} onClick={onRemove} />
      </Group>
      <FailureAlert error={links.error} />
      {other && children(other)}
    </Stack>
  );
}
