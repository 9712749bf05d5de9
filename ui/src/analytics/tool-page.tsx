import { Group, Select, Skeleton } from "@mantine/core";
import { useNavigate, useParams, useSearch } from "@tanstack/react-router";
import { Suspense } from "react";

import { useTitle } from "../app/use-title";
import { mayUse, useSession } from "../session/session";
import { todayIn } from "../shared/days";
import { Card, Empty, Page } from "../shared/page";
import { t } from "../shared/texts";
import { PERIODS, spanOf } from "./period";
import { AnalyticsTabs } from "./tabs";
import type { Given } from "./tools/given";
import { type Tool, toolOf } from "./tools/tools";

/** A tool of analytics: what to choose above, what comes of it below. */
export function ToolPage() {
  const { tool: id } = useParams({ from: "/inside/app/analytics/$tool" });
  const session = useSession();
  const tool = toolOf(id);
  useTitle(tool?.label ?? t("Analytics"));
  if (!tool) return <Empty title={t("There is no such page.")} />;
  if (session && !mayUse(session, "reports"))
    return (
      <Empty title={t("Your role does not allow reports.")}>{t("A super admin can change that.")}</Empty>
    );
  return <Shown key={id} tool={tool} />;
}

function Shown({ tool }: { tool: Tool }) {
  const { period = "30d", given = {} } = useSearch({ from: "/inside/app/analytics/$tool" });
  const navigate = useNavigate();
  const session = useSession();
  const change = (chosen: { period?: typeof period; given?: Given }) =>
    void navigate({
      to: "/app/analytics/$tool",
      params: { tool: tool.id },
      search: { period, given, ...chosen },
      replace: true,
    });
  const span = spanOf(period, todayIn(session?.timeZone ?? "UTC"));
  const { Form, Result } = tool;
  return (
    <Page
      title={tool.label}
      about={tool.about}
      back={<AnalyticsTabs />}
      actions={
        <Group gap="sm">
          {!tool.timeless && (
            <Select
              size="xs"
              w={150}
              aria-label={t("Period")}
              allowDeselect={false}
              data={[...PERIODS]}
              value={period}
              onChange={(value) => value && change({ period: value })}
            />
          )}
        </Group>
      }
    >
      {Form && (
        <Card>
          <Suspense fallback={<Skeleton h={60} />}>
            <Form given={given} onChange={(chosen) => change({ given: chosen })} />
          </Suspense>
        </Card>
      )}
      <Card padded={false}>
        <Suspense fallback={<Skeleton h={240} role="status" aria-label={t("Loading")} />}>
          <Result span={span} given={given} />
        </Suspense>
      </Card>
    </Page>
  );
}
