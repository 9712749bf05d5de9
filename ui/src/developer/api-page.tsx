import { Badge, Button, Code, Drawer, Group, Stack, Text, TextInput, UnstyledButton } from "@mantine/core";
import { IconSearch } from "@tabler/icons-react";
import { queryOptions, useQuery } from "@tanstack/react-query";
import { Suspense, useMemo, useState } from "react";

import { Failure } from "../api/failure";
import { lazySoon } from "../shared/lazy-soon";
import { Answered, Card, cell, Empty, Page, PlainTable } from "../shared/page";
import { t, tn } from "../shared/texts";
import { matching, type Operation, operationsOf } from "./operations";

const Replay = lazySoon(() => import("./replay"));
const AT_ONCE = 50;

const operationsQuery = queryOptions({
  queryKey: ["operations"],
  staleTime: Infinity,
  queryFn: async () => {
    const response = await fetch("/openapi.json");
    if (!response.ok) throw await Failure.of(response);
    return operationsOf((await response.json()) as Parameters<typeof operationsOf>[0]);
  },
});

/** Every operation of the API: found by words, read, tried. */
export function ApiPage() {
  const [typed, setTyped] = useState("");
  const [opened, setOpened] = useState<Operation | null>(null);
  return (
    <Page
      title={t("API")}
      about={
        <>
          {t("Everything that this server answers. Base URL:")} <Code>{window.location.origin}</Code>.{" "}
          <a href="/docs" target="_blank" rel="noreferrer">
            {t("All of it as one page")}
          </a>
        </>
      }
    >
      <Card padded={false}>
        <Group p="md">
          <TextInput
            flex={1}
            aria-label={t("Search the API")}
            placeholder={t("contacts search, POST associations, webhooks …")}
            leftSection={<IconSearch size={16} />}
            value={typed}
            onChange={(event) => setTyped(event.currentTarget.value)}
          />
        </Group>
        <Answered query={useQuery(operationsQuery)}>
          {(operations) => <Found operations={operations} typed={typed} onOpen={setOpened} />}
        </Answered>
      </Card>
      {opened && (
        <Drawer opened onClose={() => setOpened(null)} title={opened.summary} position="right" size="lg">
          <Shown operation={opened} />
        </Drawer>
      )}
    </Page>
  );
}

interface FoundProps {
  operations: readonly Operation[];
  typed: string;
  onOpen: (operation: Operation) => void;
}

function Found({ operations, typed, onOpen }: FoundProps) {
  const [most, setMost] = useState(AT_ONCE);
  const found = useMemo(() => matching(operations, typed), [operations, typed]);
  if (found.length === 0) return <Empty title={t("No operation has these words")} />;
  return (
    <>
      <Text size="xs" c="var(--muted)" px="md" aria-live="polite">
        {tn(found.length, "{count} operation", "{count} operations")}
      </Text>
      <PlainTable label={t("Operations")} columns={[t("API call"), `-${t("What it does")}`]}>
        {found.slice(0, most).map((operation) => (
          <tr key={operation.id}>
            <td>
              <UnstyledButton fz="inherit" c="var(--mantine-color-anchor)" onClick={() => onOpen(operation)}>
                <b>{operation.method}</b> {operation.path}
              </UnstyledButton>
            </td>
            <td className={cell.second}>{operation.summary}</td>
          </tr>
        ))}
      </PlainTable>
      {found.length > most && (
        <Group p="md">
          <Button variant="default" onClick={() => setMost(most + AT_ONCE)}>
            {t("More")}
          </Button>
        </Group>
      )}
    </>
  );
}

function Shown({ operation }: { operation: Operation }) {
  return (
    <Stack>
      <Code block style={{ whiteSpace: "pre-wrap", overflowWrap: "anywhere" }}>
        {operation.method} {operation.path}
      </Code>
      {operation.about && <Text size="sm">{operation.about}</Text>}
      {operation.scopes.length > 0 && (
        <Group gap={6}>
          {operation.scopes.map((scope) => (
            <Badge key={scope} variant="light" color="gray" tt="none">
              {scope}
            </Badge>
          ))}
        </Group>
      )}
      {operation.parameters.length > 0 && (
        <PlainTable label={t("Parameters")} columns={[t("Parameter"), t("Meaning")]}>
          {operation.parameters.map((each) => (
            <tr key={`${each.in} ${each.name}`}>
              <td>
                <Code>{each.name}</Code> {each.in === "path" ? t("in the path") : ""}
              </td>
              <td>{each.about}</td>
            </tr>
          ))}
        </PlainTable>
      )}
      <Text fw={600}>{t("Try it")}</Text>
      <Suspense>
        <Replay start={{ method: operation.method, path: operation.path, body: operation.body }} />
      </Suspense>
    </Stack>
  );
}
