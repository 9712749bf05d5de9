import { Select } from "@mantine/core";

import { t } from "../../shared/texts";
import type { FormProps } from "./tools";

export default function DealsForm({ given, onChange }: FormProps) {
  return (
    <Select
      label={t("Show")}
      w={260}
      allowDeselect={false}
      data={[
        { value: "stage", label: t("Open deals by stage") },
        { value: "month", label: t("Open deals by the month they close") },
        { value: "owner", label: t("Open deals by owner") },
        { value: "outcome", label: t("Won and lost by month") },
        { value: "lifecycle", label: t("Contacts by lifecycle stage") },
      ]}
      value={given.by ?? "stage"}
      onChange={(by) => by && onChange({ ...given, by })}
    />
  );
}
