import { Select, Text, Textarea } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";

import { api, data } from "../api/client";
import type { ObjectType } from "../crm/object-types";
import { titleOf } from "../crm/record";
import { search } from "../crm/search";
import { FailureAlert } from "../shared/failure-alert";
import { t } from "../shared/texts";
import { useDebounced } from "../shared/use-debounced";

interface Props {
  type: ObjectType;
  value: string;
  onChange: (formula: string) => void;
}

const HELP = t(
  "Numbers, texts in 'quotes', + - * /, comparisons, and, or, if … then … else …; functions such as max(a, b), round_nearest(a, 2), is_present(a), concatenate(a, b), time_between(a, b).",
);

/** A formula, judged by the server while it is typed, and tried on a record. */
export function FormulaField({ type, value, onChange }: Props) {
  const formula = useDebounced(value.trim(), 300);
  const [objectId, setRecord] = useState<string | null>(null);
  const recent = useQuery({
    queryKey: ["records", type.name, "to try a formula"],
    queryFn: ({ signal }) =>
      search(type.name, { words: "", groups: [], sort: null, properties: type.title }, {}, signal),
  });
  const check = useQuery({
    queryKey: ["formula", type.name, formula, objectId],
    enabled: formula !== "",
    placeholderData: (before) => before,
    queryFn: () =>
      data(
        api.POST("/hubstead/v3/formulas/{objectType}", {
          params: { path: { objectType: type.name } },
          body: { formula, objectId },
        }),
      ),
  });
  const found = formula ? check.data : undefined;
  return (
    <div>
      <Textarea
        label={t("Formula")}
        description={HELP}
        placeholder="amount * hs_deal_stage_probability"
        required
        autosize
        minRows={2}
        value={value}
        onChange={(event) => onChange(event.currentTarget.value)}
        error={found && !found.valid ? found.message : undefined}
        styles={{ input: { fontFamily: "var(--mantine-font-family-monospace)" } }}
      />
      <Select
        mt="xs"
        size="xs"
        label={t("Try it on")}
        clearable
        searchable
        data={(recent.data?.records ?? []).slice(0, 20).map((record) => ({
          value: record.id,
          label: `${titleOf(type, record.properties, record.id)} (${record.id})`,
        }))}
        value={objectId}
        onChange={setRecord}
      />
      <FailureAlert error={check.error} />
      <Text size="sm" mt="xs" role="status">
        {found?.valid && objectId && found.value !== undefined
          ? found.value
            ? t("Result: {value}", { value: found.value })
            : t("No result: a value that it needs is missing.")
          : ""}{" "}
        {found?.valid &&
          found.inputs.length > 0 &&
          t("Reads {properties}.", { properties: found.inputs.join(", ") })}
      </Text>
    </div>
  );
}
