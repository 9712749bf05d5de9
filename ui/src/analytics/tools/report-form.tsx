import { Select } from "@mantine/core";

import { t } from "../../shared/texts";
import { FIRST_REPORT, REPORTS } from "./reports-list";
import type { FormProps } from "./tools";

export default function ReportForm({ given, onChange }: FormProps) {
  return (
    <Select
      label={t("Report")}
      w={260}
      allowDeselect={false}
      data={REPORTS}
      value={given.report ?? FIRST_REPORT}
      onChange={(report) => report && onChange({ ...given, report })}
    />
  );
}
