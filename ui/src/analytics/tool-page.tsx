import { Group, Skeleton } from "@mantine/core";
import { useNavigate, useParams, useSearch } from "@tanstack/react-router";
import { Suspense } from "react";

import { useTitle } from "../app/use-title";
import { useSession } from "../session/session";
import { Card, Empty, Page } from "../shared/page";
import { t } from "../shared/texts";
import { NotOffered } from "./not-offered";
import { offers } from "./offered";
import { SaveReport } from "./save-report";
import { ScopeBar } from "./scope-bar";
import { scopeOf, useToday } from "./scope";
import type { ToolSearch } from "./search";
import { AnalyticsTabs } from "./tabs";
import { validGiven } from "./tools/given";
import { type Tool, toolOf, TRAFFIC } from "./tools/tools";

/** A tool of analytics: what to choose above, what comes of it below. */
export function ToolPage() {
  const { tool: id } = useParams({ from: "/inside/app/analytics/$tool" });
  const tool = toolOf(id);
  useTitle(tool?.label ?? t("Analytics"));
  const session = useSession();
  if (!tool || tool === TRAFFIC) return <Empty title={t("There is no such page.")} />;
  if (!offers(session, tool)) return <NotOffered tool={tool} />;
  return <Shown key={id} tool={tool} />;
}

function Shown({ tool }: { tool: Tool }) {
  const search = useSearch({ from: "/inside/app/analytics/$tool" });
  const given = validGiven(search.given);
  const navigate = useNavigate();
  const change = (chosen: ToolSearch) =>
    void navigate({
      to: "/app/analytics/$tool",
      params: { tool: tool.id },
      search: { ...search, ...chosen },
      replace: true,
    });
  const scope = scopeOf(search, useToday());
  const { Form, Result } = tool;
  return (
    <Page
      title={tool.label}
      about={tool.about}
      beside={<AnalyticsTabs />}
      actions={
        <Group gap="xs">
          {!tool.timeless && (
            <ScopeBar asked={search} comparison={tool.compares ? "none" : undefined} onChange={change} />
          )}
          <SaveReport
            reportFor={() => ({ ...search, tool: tool.id, given })}
            open={search.saved}
            onSaved={(saved) => change({ saved })}
          />
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
          <Result {...scope} given={given} onGiven={(chosen) => change({ given: chosen })} />
        </Suspense>
      </Card>
    </Page>
  );
}
