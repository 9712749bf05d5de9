import { Alert, Button, Group, Stack, Text, TextInput } from "@mantine/core";
import { IconExternalLink } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";

import { t } from "../shared/texts";
import { arrived, type Hits, hitsQuery, WHY } from "./tracking-query";

/** Opens the person's site and waits until the server has seen the visit: what became of it is said in words. */
export function VerifyTracking() {
  const [url, setUrl] = useState("");
  const [before, setBefore] = useState<Hits | null>(null);
  const hits = useQuery({ ...hitsQuery, refetchInterval: before ? 1_000 : 5_000 });
  const seen = before && hits.data ? arrived(before, hits.data) : {};
  const open = () => {
    setBefore(hits.data ?? []);
    window.open(url, "_blank", "noopener");
  };
  return (
    <Stack gap="sm" mt="md">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          open();
        }}
      >
        <Group align="flex-end" gap="xs">
          <TextInput
            type="url"
            label={t("Is it there?")}
            description={t("A page of yours that has the line.")}
            placeholder="https://www.example.com/"
            required
            w={340}
            value={url}
            onChange={(event) => setUrl(event.currentTarget.value)}
          />
          <Button type="submit" variant="default" leftSection={<IconExternalLink size={16} />}>
            {t("Open it and wait")}
          </Button>
        </Group>
      </form>
      {before && <Waiting seen={seen} />}
    </Stack>
  );
}

function Waiting({ seen }: { seen: Record<string, number> }) {
  const outcomes = Object.keys(seen);
  if (outcomes.length === 0)
    return (
      <Text size="sm" role="status">
        {t("Waiting for the first sign of a visitor …")}
      </Text>
    );
  if (outcomes.includes("KEPT"))
    return (
      <Alert color="pine" variant="light" role="status">
        {t("It works: a visit has arrived just now.")}
      </Alert>
    );
  return (
    <Alert color="yellow" variant="light" role="status">
      {t("Something arrived, but does not count:")}{" "}
      {outcomes.map((outcome) => WHY[outcome] ?? outcome).join(" ")}
    </Alert>
  );
}
