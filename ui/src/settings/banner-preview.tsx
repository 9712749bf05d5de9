import { Checkbox, Group, Select, Stack, Text } from "@mantine/core";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useState } from "react";

import { FailureAlert } from "../shared/failure-alert";
import { t } from "../shared/texts";
import { useDebounced } from "../shared/use-debounced";
import { languagesQuery, type Policy, previewQuery } from "./tracking-query";

/**
 * The banner as visitors see it: the script that they get, in a frame of an origin of its own, where nothing tracks and where
 * the policy of this page does not forbid it to run.
 */
export function BannerPreview({ policy }: { policy: Policy }) {
  const [language, setLanguage] = useState("en");
  const [signal, setSignal] = useState(false);
  const languages = Object.keys(useQuery(languagesQuery).data ?? { en: {} });
  const asked = useDebounced(policy, 300);
  const preview = useQuery({ ...previewQuery(asked, language, signal), placeholderData: keepPreviousData });
  return (
    <Stack gap="xs">
      <Group gap="sm" align="flex-end">
        <Text fw={600} flex={1}>
          {t("Preview")}
        </Text>
        <Select
          size="xs"
          w={90}
          aria-label={t("Language of the visitor")}
          data={[...new Set([...languages, ...Object.keys(policy.texts ?? {})])]}
          value={language}
          onChange={(next) => next && setLanguage(next)}
          allowDeselect={false}
        />
        <Checkbox
          size="xs"
          label={t("Browser objects (GPC)")}
          checked={signal}
          onChange={(event) => setSignal(event.currentTarget.checked)}
          mb={6}
        />
      </Group>
      <FailureAlert error={preview.error} />
      {preview.data && <Frame key={preview.data.script} script={preview.data.script} />}
    </Stack>
  );
}

function Frame({ script }: { script: string }) {
  return (
    <iframe
      title={t("Preview of the banner")}
      src="/app-banner"
      sandbox="allow-scripts"
      onLoad={(event) => event.currentTarget.contentWindow?.postMessage(script, "*")}
      style={{ border: "1px solid var(--line)", borderRadius: 8, height: 380, width: "100%" }}
    />
  );
}
