import { Skeleton } from "@mantine/core";
import { type ComponentProps, lazy, Suspense } from "react";

const PropertyForm = lazy(() => import("./property-form"));

/** The editor of a value, loaded when the first value is changed. */
export function LazyPropertyForm(props: ComponentProps<typeof PropertyForm>) {
  return (
    <Suspense fallback={<Skeleton h={84} />}>
      <PropertyForm {...props} />
    </Suspense>
  );
}
