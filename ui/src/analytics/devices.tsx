import { Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";

import { Answered } from "../shared/page";
import { t } from "../shared/texts";
import type { Span } from "./period";
import { totalQuery, valueOf } from "./reports";
import { ShareRows } from "./share-rows";

const DEVICES = [
  { metric: "desktop", name: t("Computers") },
  { metric: "mobile", name: t("Phones") },
  { metric: "others", name: t("Tablets and others") },
];

/** What people had in their hands: sessions by kind of device. */
export function Devices({ span, earlier }: { span: Span; earlier: Span | undefined }) {
  const query = useQuery(totalQuery("sessions", span));
  const before = useQuery({ ...totalQuery("sessions", earlier ?? span), enabled: earlier !== undefined });
  const was = earlier && !before.isPlaceholderData ? before.data?.totals : undefined;
  return (
    <Answered query={query}>
      {(found) => {
        const totals = found.totals;
        const rows = DEVICES.filter(({ metric }) => valueOf(totals, metric) > 0);
        if (rows.length === 0)
          return (
            <Text size="sm" c="var(--muted)" py="sm">
              {t("Nothing in this period.")}
            </Text>
          );
        return (
          <ShareRows
            rows={rows.map(({ metric, name }) => ({
              key: name,
              name,
              value: valueOf(totals, metric),
              earlier: was && valueOf(was, metric),
            }))}
          />
        );
      }}
    </Answered>
  );
}
