import { Badge, Code, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";

import { ago } from "../crm/format";
import { Answered, Card, cell, Empty, Page, PlainTable } from "../shared/page";
import { locale, t } from "../shared/texts";
import { nameOf, useAppNames } from "./calls-page";
import { type EndingCall, endingQuery } from "./calls-query";

/** Who calls what will stop working at the service, and what to call instead. */
export function EndingPage() {
  return (
    <Page
      title={t("Deprecated calls")}
      about={t(
        "Calls of API versions that HubSpot ends: v4 on 2027-03-30, v1 to v3 in September 2027. This server goes on answering them; change them all the same if an integration is to work there, too.",
      )}
    >
      <Card padded={false}>
        <Answered query={useQuery(endingQuery)}>
          {(found) =>
            found.length === 0 ? (
              <Empty title={t("Nothing that ends is called")}>
                {t(
                  "As soon as an app calls an older version, it stands here with the path that takes its place.",
                )}
              </Empty>
            ) : (
              <Ending found={found} />
            )
          }
        </Answered>
      </Card>
    </Page>
  );
}

function Ending({ found }: { found: readonly EndingCall[] }) {
  const names = useAppNames();
  return (
    <PlainTable
      label={t("Deprecated calls")}
      columns={[
        t("API call"),
        t("In its place"),
        `-${t("App")}`,
        t("Ends"),
        `#${t("API calls")}`,
        `-${t("Last")}`,
      ]}
    >
      {found.map((each) => (
        <tr key={`${each.appId} ${each.method} ${each.operation}`}>
          <td>
            <Code>
              {each.method} {each.operation}
            </Code>
          </td>
          <td>
            {each.successor ? (
              <Code>{each.successor}</Code>
            ) : (
              <Text size="sm">{t("Nothing: it is gone")}</Text>
            )}
          </td>
          <td className={cell.second}>{nameOf(names, each.appId)}</td>
          <td>
            {each.supportedUntil}{" "}
            {each.ended && (
              <Badge color="red" variant="light" tt="none">
                {t("Ended")}
              </Badge>
            )}
          </td>
          <td className={cell.number}>{each.count.toLocaleString(locale)}</td>
          <td className={cell.second}>{ago(each.lastSeen)}</td>
        </tr>
      ))}
    </PlainTable>
  );
}
