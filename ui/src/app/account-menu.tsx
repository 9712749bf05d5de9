import { Menu, Text, useMantineColorScheme } from "@mantine/core";
import {
  IconBook,
  IconBuildingSkyscraper,
  IconDeviceDesktop,
  IconKeyboard,
  IconLogout,
  IconMoon,
  IconSun,
  IconUser,
} from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useEffect, useState } from "react";

import { notifyFailure } from "../shared/notify";
import { t } from "../shared/texts";
import { type Session, signOut, switchPortal } from "../session/session";
import { Account, nameOf } from "./account-button";

/** Who one is, the other accounts, the look, and the way out; open from the first. */
export default function AccountMenu({ session, onKeys }: { session: Session; onKeys: () => void }) {
  const [opened, setOpened] = useState(false);
  // The button has the focus first, so that it has it again when the menu closes.
  useEffect(() => {
    const next = requestAnimationFrame(() => setOpened(true));
    return () => cancelAnimationFrame(next);
  }, []);
  const { setColorScheme } = useMantineColorScheme();
  const name = nameOf(session);
  const here = session.portals.find((portal) => portal.portalId === session.portalId);
  return (
    <Menu position="bottom-end" width={260} opened={opened} onChange={setOpened}>
      <Menu.Target>
        <Account session={session} autoFocus />
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>
          <Text size="sm" fw={600} c="var(--mantine-color-text)">
            {name}
          </Text>
          {session.email}
          <br />
          {here?.name} ({session.portalId})
        </Menu.Label>
        {session.portals
          .filter((portal) => portal !== here)
          .map((portal) => (
            <Menu.Item
              key={portal.portalId}
              leftSection={<IconBuildingSkyscraper size={16} />}
              onClick={() =>
                void switchPortal(portal.portalId).catch((error: unknown) =>
                  notifyFailure(t("Not switched"), error),
                )
              }
            >
              {t("Go to {name} ({portalId})", { name: portal.name, portalId: portal.portalId })}
            </Menu.Item>
          ))}
        <Menu.Item
          leftSection={<IconUser size={16} />}
          renderRoot={(props) => <Link to="/app/profile" {...props} />}
        >
          {t("Your profile")}
        </Menu.Item>
        <Menu.Divider />
        <Menu.Item leftSection={<IconSun size={16} />} onClick={() => setColorScheme("light")}>
          {t("Light")}
        </Menu.Item>
        <Menu.Item leftSection={<IconMoon size={16} />} onClick={() => setColorScheme("dark")}>
          {t("Dark")}
        </Menu.Item>
        <Menu.Item leftSection={<IconDeviceDesktop size={16} />} onClick={() => setColorScheme("auto")}>
          {t("As the system")}
        </Menu.Item>
        <Menu.Divider />
        <Menu.Item leftSection={<IconKeyboard size={16} />} onClick={onKeys}>
          {t("Keys")}
        </Menu.Item>
        <Menu.Item leftSection={<IconBook size={16} />} component="a" href="/docs" target="_blank">
          {t("API documentation")}
        </Menu.Item>
        <Menu.Item
          leftSection={<IconLogout size={16} />}
          onClick={() => void signOut().catch((error: unknown) => notifyFailure(t("Not signed out"), error))}
        >
          {t("Sign out")}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
