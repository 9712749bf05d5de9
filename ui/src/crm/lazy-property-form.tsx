import { Skeleton } from "@mantine/core";
import { type ComponentProps, Suspense } from "react";
import { lazySoon } from "../shared/lazy-soon";

const PropertyForm = lazySoon(() => import("./property-form"));

/** The editor of a value, loaded when the first value is changed. */
export function LazyPropertyForm(props: ComponentProps<typeof PropertyForm>) {
  return (
    <Suspense fallback={<Skeleton h={84} />}>
      <PropertyForm {...props} />
    </Suspense>
  );
}
