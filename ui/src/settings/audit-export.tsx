import { Button, Group, Text } from "@mantine/core";
import { IconDownload } from "@tabler/icons-react";
import { useMutation } from "@tanstack/react-query";
import { useRef, useState } from "react";

import { csvOf } from "../analytics/tools/csv";
import { FailureAlert } from "../shared/failure-alert";
import { locale, t } from "../shared/texts";
import { type Change, changes, MOST, type Wanted } from "./audit-query";

/** How many entries a file holds at most; `hubstead audit export` has no end. */
const ENTRIES = 10_000;
const COLUMNS = ["id", "occurredAt", "userEmail", "category", "subCategory", "action", "targetObjectId"];

/** Saves what is found as a file: it is read page by page, which can be stopped. */
export function AuditExport({ wanted }: { wanted: Wanted }) {
  const stop = useRef(new AbortController());
  const [done, setDone] = useState(0);
  const run = useMutation({
    mutationFn: async () => {
      stop.current = new AbortController();
      setDone(0);
      const found: Change[] = [];
      let after: string | undefined = "";
      while (after !== undefined && found.length < ENTRIES) {
        const page: Awaited<ReturnType<typeof changes>> = await changes(
          wanted,
          after,
          MOST,
          stop.current.signal,
        );
        found.push(...page.results);
        setDone(found.length);
        after = page.paging?.next.after;
      }
      save(csvOf(COLUMNS, found.map(rowOf)));
    },
  });
  const stopIt = () => {
    stop.current.abort();
    run.reset();
  };
  return (
    <Group gap="xs">
      <Button
        variant="default"
        leftSection={<IconDownload size={16} />}
        loading={run.isPending}
        onClick={() => run.mutate()}
      >
        {t("Export")}
      </Button>
      {run.isPending && (
        <>
          <Text size="sm" role="status">
            {t("{count} entries", { count: done.toLocaleString(locale) })}
          </Text>
          <Button variant="subtle" onClick={stopIt}>
            {t("Stop")}
          </Button>
        </>
      )}
      <FailureAlert error={run.error} />
    </Group>
  );
}

function rowOf(one: Change) {
  const who = one.actingUser.userEmail ?? String(one.actingUser.userId || "");
  return [
    one.id,
    one.occurredAt,
    who,
    one.category,
    one.subCategory ?? "",
    one.action,
    one.targetObjectId ?? "",
  ];
}

function save(text: string) {
  const address = URL.createObjectURL(new Blob([text], { type: "text/csv;charset=utf-8" }));
  const link = document.createElement("a");
  link.href = address;
  link.download = "audit.csv";
  link.click();
  URL.revokeObjectURL(address);
}
