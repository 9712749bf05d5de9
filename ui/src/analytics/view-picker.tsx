import { Button, Menu } from "@mantine/core";
import { IconEye, IconSettings } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Suspense, useState } from "react";

import { mayUse, useSession } from "../session/session";
import { lazySoon } from "../shared/lazy-soon";
import { t } from "../shared/texts";
import { describeFilters } from "./view-filters";
import { viewsQuery } from "./views-query";

const ViewsDrawer = lazySoon(() => import("./views-drawer"));

interface Props {
  chosen: number | undefined;
  onChange: (view: number | undefined) => void;
}

/** Which part of the traffic is looked at: all of it, or what fits a view that somebody defined. */
export function ViewPicker({ chosen, onChange }: Props) {
  const [managing, setManaging] = useState(false);
  const session = useSession();
  const views = useQuery(viewsQuery).data ?? [];
  const mayDefine = mayUse(session, "marketing");
  const found = views.find(({ id }) => id === chosen);
  if (views.length === 0 && !mayDefine && chosen === undefined) return null;
  const label = chosen === undefined ? t("All traffic") : (found?.title ?? t("View {id}", { id: chosen }));
  return (
    <>
      <Menu position="bottom-end" width={260} shadow="md">
        <Menu.Target>
          <Button
            size="xs"
            variant={chosen === undefined ? "default" : "light"}
            leftSection={<IconEye size={14} />}
            aria-label={t("View: {view}", { view: label })}
            title={found && describeFilters(found.reportPropertyFilters)}
            maw={220}
          >
            {label}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item aria-current={chosen === undefined} onClick={() => onChange(undefined)}>
            {t("All traffic")}
          </Menu.Item>
          {views.map(({ id, title }) => (
            <Menu.Item key={id} aria-current={id === chosen} onClick={() => onChange(id)}>
              {title}
            </Menu.Item>
          ))}
          {mayDefine && (
            <>
              <Menu.Divider />
              <Menu.Item leftSection={<IconSettings size={14} />} onClick={() => setManaging(true)}>
                {views.length ? t("Define and change views") : t("Define a view")}
              </Menu.Item>
            </>
          )}
        </Menu.Dropdown>
      </Menu>
      <Suspense>
        {managing && (
          <ViewsDrawer
            views={views}
            onClose={() => setManaging(false)}
            onDefined={(id) => onChange(id)}
            onDeleted={(id) => id === chosen && onChange(undefined)}
          />
        )}
      </Suspense>
    </>
  );
}
