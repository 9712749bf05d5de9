import { Button, Popover, Skeleton } from "@mantine/core";
import { type ReactNode, Suspense } from "react";

interface Props {
  label: string;
  icon: ReactNode;
  active?: boolean;
  width: number;
  children: ReactNode;
}

/** A button with a panel under it; what the panel holds may be loaded when it is opened. */
export function ButtonWithMenu({ label, icon, active = false, width, children }: Props) {
  return (
    <Popover position="bottom-start" width={width} shadow="md" trapFocus>
      <Popover.Target>
        <Button variant={active ? "light" : "default"} size="xs" leftSection={icon}>
          {label}
        </Button>
      </Popover.Target>
      <Popover.Dropdown>
        <Suspense fallback={<Skeleton h={120} />}>{children}</Suspense>
      </Popover.Dropdown>
    </Popover>
  );
}
