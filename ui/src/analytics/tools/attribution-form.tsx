import { Group, Select } from "@mantine/core";

import { t } from "../../shared/texts";
import type { FormProps } from "./tools";

export default function AttributionForm({ given, onChange }: FormProps) {
  return (
    <Group>
      <Select
        label={t("A deal belongs to")}
        w={260}
        allowDeselect={false}
        data={[
          { value: "first", label: t("the first visit") },
          { value: "last", label: t("the last visit") },
          { value: "linear", label: t("all visits, the same each") },
          { value: "time-decay", label: t("all visits, late ones more") },
          { value: "position", label: t("first and last visit, 40 % each") },
        ]}
        value={given.model ?? "first"}
        onChange={(model) => model && onChange({ ...given, model })}
      />
      <Select
        label={t("Group by")}
        w={180}
        allowDeselect={false}
        data={[
          { value: "source", label: t("Source") },
          { value: "detail", label: t("Source and detail") },
        ]}
        value={given.by ?? "source"}
        onChange={(by) => by && onChange({ ...given, by })}
      />
    </Group>
  );
}
