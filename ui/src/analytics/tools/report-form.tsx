import { Group, Select } from "@mantine/core";

import { t } from "../../shared/texts";
import { useReports } from "../offered";
import { FIRST_REPORT, OF_ONE_ROW } from "./reports-list";
import type { FormProps } from "./tools";

export default function ReportForm({ given, onChange }: FormProps) {
  const { reports, first } = useReports();
  const report = given.report ?? first?.value ?? FIRST_REPORT;
  return (
    <Group>
      <Select
        label={t("Report")}
        w={260}
        allowDeselect={false}
        data={reports.map(({ value, label }) => ({ value, label }))}
        value={report}
        onChange={(chosen) => chosen && onChange({ report: chosen, ...intervalOf(given.interval) })}
      />
      <Select
        label={t("Rows")}
        w={200}
        allowDeselect={false}
        data={[
          {
            value: "total",
            label: OF_ONE_ROW.includes(report) ? t("As fits the period") : t("The whole period"),
          },
          { value: "daily", label: t("By day") },
          { value: "weekly", label: t("By week") },
          { value: "monthly", label: t("By month") },
        ]}
        value={given.interval ?? "total"}
        onChange={(chosen) => chosen && onChange({ report, ...intervalOf(chosen) })}
      />
    </Group>
  );
}

function intervalOf(interval: string | undefined) {
  return interval === undefined || interval === "total" ? {} : { interval };
}
