import { Button, Code, Text, Title } from "@mantine/core";
import { useClipboard } from "@mantine/hooks";

import { useSession } from "../session/session";
import { t } from "../shared/texts";
import classes from "./analytics.module.css";

/** What a person sees before the first visit: how visits come to be counted. */
export function NoTraffic() {
  const session = useSession();
  const clipboard = useClipboard();
  const address = `${window.location.origin}/${session?.portalId ?? ""}.js`;
  const code = `<script id="hs-script-loader" async defer src="${address}"></script>`;
  return (
    <section className={classes.panel} aria-label={t("Put the tracking code on your pages")}>
      <Title order={2} size="h4" mb={4}>
        {t("No visits yet")}
      </Title>
      <Text size="sm" mb="sm">
        {t("Put this line before")} <Code>&lt;/body&gt;</Code>{" "}
        {t("on every page of your website. Visits are here seconds after the first page is opened.")}
      </Text>
      <Code block className={classes.code} mb="sm">
        {code}
      </Code>
      <Button size="xs" variant="default" onClick={() => clipboard.copy(code)}>
        {clipboard.copied ? t("Copied") : t("Copy")}
      </Button>
    </section>
  );
}
