import { Button } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";

import { moment } from "../crm/format";
import { useSession } from "../session/session";
import { Confirm } from "../shared/confirm";
import { Answered, Card, cell, Empty, PlainTable } from "../shared/page";
import { t } from "../shared/texts";
import OAuthDrawer from "./oauth-drawer";
import { type Install, installedQuery, useOAuthApps } from "./oauth-query";

/** The OAuth apps that this account let in, whosever they are, and the way to make one. */
export default function OAuthApps() {
  const session = useSession();
  const mayChange = session?.superAdmin ?? false;
  const [creating, setCreating] = useState(false);
  const [leaving, setLeaving] = useState<Install | null>(null);
  const zone = session?.timeZone ?? "UTC";
  return (
    <Card
      title={t("Connected OAuth apps")}
      padded={false}
      actions={
        mayChange && (
          <Button
            size="xs"
            variant="default"
            leftSection={<IconPlus size={14} />}
            onClick={() => setCreating(true)}
          >
            {t("Create OAuth app")}
          </Button>
        )
      }
    >
      <Answered query={useQuery(installedQuery)}>
        {(found) =>
          found.length === 0 ? (
            <Empty title={t("No app was let in")}>
              {t(
                "An OAuth app can be installed by many accounts. Who follows its link is asked here for consent.",
              )}
            </Empty>
          ) : (
            <PlainTable label={t("Connected apps")} columns={[t("App"), `-${t("Granted")}`, t("Since"), ""]}>
              {found.map((each) => (
                <tr key={each.appId}>
                  <td>{each.appName}</td>
                  <td className={cell.second}>{each.scopes.join(", ")}</td>
                  <td>{moment(each.installedAt, zone)}</td>
                  <td className={cell.end}>
                    {mayChange && (
                      <Button size="compact-xs" variant="default" onClick={() => setLeaving(each)}>
                        {t("Uninstall")}
                      </Button>
                    )}
                  </td>
                </tr>
              ))}
            </PlainTable>
          )
        }
      </Answered>
      {creating && <OAuthDrawer onClose={() => setCreating(false)} />}
      {leaving && <Uninstall install={leaving} onClose={() => setLeaving(null)} />}
    </Card>
  );
}

function Uninstall({ install, onClose }: { install: Install; onClose: () => void }) {
  const { uninstall } = useOAuthApps();
  return (
    <Confirm
      title={t("Uninstall {name}?", { name: install.appName })}
      action={t("Uninstall")}
      pending={uninstall.isPending}
      error={uninstall.error}
      onClose={onClose}
      onConfirm={() => uninstall.mutate(install.appId, { onSuccess: onClose })}
    >
      {t("Its tokens for this account are worthless at once. What it made stays.")}
    </Confirm>
  );
}
