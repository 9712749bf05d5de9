import { Button, Checkbox, Group, ScrollArea, Stack, Text, TextInput } from "@mantine/core";
import { IconSearch } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useMemo, useState } from "react";

import { Answered } from "../shared/page";
import { t, tn } from "../shared/texts";
import { scopesQuery } from "./apps-query";
import { forRecords, grouped, matching, type Scope } from "./scopes";

interface Props {
  chosen: ReadonlySet<string>;
  onChange: (chosen: ReadonlySet<string>) => void;
}

/** Which scopes an app gets, found by what they allow. */
export function ScopesPicker(props: Props) {
  return (
    <Answered query={useQuery(scopesQuery)}>{(scopes) => <Picker scopes={scopes} {...props} />}</Answered>
  );
}

function Picker({ scopes, chosen, onChange }: Props & { scopes: Scope[] }) {
  const [typed, setTyped] = useState("");
  const groups = useMemo(() => grouped(matching(scopes, typed)), [scopes, typed]);
  const add = (names: string[]) => onChange(new Set([...chosen, ...names]));
  const toggle = (name: string, on: boolean) =>
    onChange(new Set(on ? [...chosen, name] : [...chosen].filter((each) => each !== name)));
  return (
    <Stack gap="xs">
      <TextInput
        leftSection={<IconSearch size={14} />}
        placeholder={t("Contacts, lists, write …")}
        aria-label={t("Find a scope")}
        value={typed}
        onChange={(event) => setTyped(event.currentTarget.value)}
      />
      <Group gap="xs">
        <Button size="compact-xs" variant="default" onClick={() => add(forRecords(scopes, "read"))}>
          {t("Read all records")}
        </Button>
        <Button size="compact-xs" variant="default" onClick={() => add(forRecords(scopes, "write"))}>
          {t("Read and write all records")}
        </Button>
        <Button
          size="compact-xs"
          variant="subtle"
          onClick={() => onChange(new Set())}
          disabled={!chosen.size}
        >
          {t("None")}
        </Button>
      </Group>
      <ScrollArea.Autosize mah={320} type="auto" viewportProps={{ tabIndex: 0 }}>
        <Stack gap="sm">
          {groups.map((group) => (
            <fieldset key={group.title} style={{ border: 0, margin: 0, padding: 0 }}>
              <Text component="legend" size="sm" fw={600} mb={4}>
                {group.title}
              </Text>
              <Stack gap={6}>
                {group.scopes.map(({ name, description }) => (
                  <Checkbox
                    key={name}
                    size="xs"
                    label={description}
                    description={name}
                    checked={chosen.has(name)}
                    onChange={(event) => toggle(name, event.currentTarget.checked)}
                  />
                ))}
              </Stack>
            </fieldset>
          ))}
          {groups.length === 0 && <Text size="sm">{t("No scope is called that.")}</Text>}
        </Stack>
      </ScrollArea.Autosize>
      <Text size="xs" c="var(--muted)" aria-live="polite">
        {tn(chosen.size, "{count} scope chosen", "{count} scopes chosen")}
      </Text>
    </Stack>
  );
}
