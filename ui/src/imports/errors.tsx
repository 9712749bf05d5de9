import { Button, Text } from "@mantine/core";
import { IconDownload } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";

import { notifyFailure } from "../shared/notify";
import { Answered, Card, cell, PlainTable } from "../shared/page";
import { locale, t } from "../shared/texts";
import { columnsOf, errorsOf, type Import, type ImportError } from "./imports-query";

const SHOWN = 50;
const KEPT = 100_000;

/** What was wrong with which row, and all of it as a file to be mended and imported again. */
export function Errors({ one, count }: { one: Import; count: number }) {
  const [fetched, setFetched] = useState<number | null>(null);
  const first = useQuery({
    queryKey: ["import", one.id, "errors", count],
    queryFn: () => errorsOf(one.id, "", SHOWN),
    placeholderData: (before) => before,
  });
  const download = async () => {
    setFetched(0);
    try {
      save(await csvOf(one, setFetched), `${one.importName ?? one.id} - ${t("problems")}.csv`);
    } catch (error) {
      notifyFailure(t("Not downloaded"), error);
    }
    setFetched(null);
  };
  return (
    <Card
      title={t("Problems")}
      padded={false}
      actions={
        <Button
          size="xs"
          variant="default"
          leftSection={<IconDownload size={14} />}
          onClick={() => void download()}
          disabled={fetched !== null}
        >
          {fetched === null
            ? t("Download the rows as CSV")
            : t("{done} of {all}", {
                done: fetched.toLocaleString(locale),
                all: Math.min(count, KEPT).toLocaleString(locale),
              })}
        </Button>
      }
    >
      <Answered query={first}>
        {({ errors }) => (
          <PlainTable label={t("Problems")} columns={[`#${t("Line")}`, t("What is wrong"), `-${t("Value")}`]}>
            {errors.map((error) => (
              <tr key={error.id}>
                <td className={cell.number}>{error.sourceData.lineNumber || ""}</td>
                <td>{error.errorMessage ?? error.errorType}</td>
                <td className={cell.second}>{error.invalidValue?.slice(0, 200)}</td>
              </tr>
            ))}
          </PlainTable>
        )}
      </Answered>
      {count > SHOWN && (
        <Text size="sm" p="md">
          {t("These are the first {shown} of {count}.", {
            shown: SHOWN,
            count: count.toLocaleString(locale),
          })}
        </Text>
      )}
    </Card>
  );
}

/** All rows with problems, each with its reason, under the names of the file's columns. No cell becomes a formula. */
async function csvOf(one: Import, onProgress: (done: number) => void): Promise<string> {
  const { default: Papa } = await import("papaparse");
  const found: ImportError[] = [];
  let after: string | undefined = "";
  do {
    const page: { errors: ImportError[]; next: string | undefined } = await errorsOf(one.id, after);
    found.push(...page.errors);
    onProgress(found.length);
    after = page.next;
  } while (after);
  const fields = [t("Line"), t("What is wrong"), ...columnsOf(one)];
  const rows = found.map(({ sourceData, errorMessage, errorType }) => [
    sourceData.lineNumber || "",
    errorMessage ?? errorType,
    ...sourceData.rowData,
  ]);
  return Papa.unparse({ fields, data: rows }, { escapeFormulae: true });
}

function save(text: string, name: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob(["\uFEFF", text], { type: "text/csv" }));
  link.download = name;
  link.click();
  URL.revokeObjectURL(link.href);
}
