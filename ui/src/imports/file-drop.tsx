import { Loader, Text } from "@mantine/core";
import { IconFileUpload } from "@tabler/icons-react";
import { type DragEvent, useState } from "react";

import { FailureAlert } from "../shared/failure-alert";
import { locale, t } from "../shared/texts";
import classes from "./imports.module.css";
import { type Table, tableOf } from "./table-of";

const MOST_BYTES = 512 << 20;

interface Props {
  chosen: { file: File; table: Table } | null;
  onChoose: (chosen: { file: File; table: Table } | null) => void;
}

/** A place to drop a file, or to choose one. Only its beginning is read here. */
export function FileDrop({ chosen, onChoose }: Props) {
  const [over, setOver] = useState(false);
  const [reading, setReading] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const take = async (file: File | undefined) => {
    if (!file) return;
    setReading(true);
    setError(null);
    onChoose(null);
    try {
      if (file.size > MOST_BYTES) throw new Error(t("The file is larger than 512 MB. Divide it."));
      onChoose({ file, table: await tableOf(file) });
    } catch (problem) {
      setError(problem);
    }
    setReading(false);
  };
  const hold = (event: DragEvent, on: boolean) => {
    event.preventDefault();
    setOver(on);
  };
  return (
    <>
      <label
        className={`${classes.drop ?? ""} ${over ? (classes.over ?? "") : ""}`}
        onDragOver={(event) => hold(event, true)}
        onDragLeave={(event) => hold(event, false)}
        onDrop={(event) => {
          hold(event, false);
          void take(event.dataTransfer.files[0]);
        }}
      >
        {reading ? <Loader size={24} /> : <IconFileUpload size={24} stroke={1.5} />}
        <span className={classes.name}>
          {chosen ? chosen.file.name : t("Drop a CSV or Excel file here, or choose one")}
        </span>
        <Text size="sm" c="var(--muted)">
          {chosen
            ? t("{columns} columns, {rows} rows or so. Another file takes its place.", {
                columns: chosen.table.header.length,
                rows: chosen.table.total.toLocaleString(locale),
              })
            : t("Its first row must name the columns.")}
        </Text>
        <input
          type="file"
          accept=".csv,.tsv,.txt,.xlsx"
          aria-label={t("File to import")}
          onChange={(event) => {
            void take(event.currentTarget.files?.[0]);
            event.currentTarget.value = "";
          }}
        />
      </label>
      <FailureAlert error={error} />
      {chosen?.table.problem && <FailureAlert error={new Error(chosen.table.problem)} />}
    </>
  );
}
