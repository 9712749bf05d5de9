import { useSession } from "../session/session";
import { Card, Empty, Page } from "../shared/page";
import { t } from "../shared/texts";
import { includes } from "./offered";
import { AnalyticsTabs } from "./tabs";
import type { Tool } from "./tools/tools";

/** A page of analytics that its address leads to, though the account's plan or the person's role has it not. */
export function NotOffered({ tool }: { tool: Tool }) {
  const inPlan = includes(useSession(), tool.feature);
  return (
    <Page title={tool.label} about={tool.about} beside={<AnalyticsTabs />}>
      <Card>
        <Empty
          title={
            inPlan
              ? t("This is for people who see all records.")
              : t("The account's plan does not include this.")
          }
        >
          {!inPlan && t("Who may change the account finds the plan in its settings.")}
        </Empty>
      </Card>
    </Page>
  );
}
