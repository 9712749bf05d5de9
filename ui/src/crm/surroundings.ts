import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";

import { useSession } from "../session/session";
import { pipelinesQuery, useOwners } from "./definitions";
import type { Surroundings } from "./format";
import type { ObjectType } from "./object-types";

/** What `format` needs for records of a type. */
export function useSurroundings(type: ObjectType): Surroundings {
  const owners = useOwners();
  const session = useSession();
  const pipelines = useQuery({ ...pipelinesQuery(type.name), enabled: type.pipelines !== undefined }).data;
  return useMemo(() => {
    const stages = new Map<string, string>();
    for (const pipeline of pipelines ?? []) {
      stages.set(pipeline.id, pipeline.label);
      for (const stage of pipeline.stages) stages.set(stage.id, stage.label);
    }
    return { owners, stages, currency: session?.currency ?? "USD", timeZone: session?.timeZone ?? "UTC" };
  }, [owners, pipelines, session]);
}
