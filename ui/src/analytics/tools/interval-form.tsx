import { Select } from "@mantine/core";

import { t } from "../../shared/texts";
import type { FormProps } from "./tools";

export default function IntervalForm({ given, onChange }: FormProps) {
  return (
    <Select
      label={t("Group by")}
      w={160}
      allowDeselect={false}
      data={[
        { value: "day", label: t("Day") },
        { value: "week", label: t("Week") },
        { value: "month", label: t("Month") },
      ]}
      value={given.interval ?? "week"}
      onChange={(interval) => interval && onChange({ ...given, interval })}
    />
  );
}
