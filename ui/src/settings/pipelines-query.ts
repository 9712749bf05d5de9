import { useMutation, useQueryClient } from "@tanstack/react-query";

import { api, data } from "../api/client";
import { Failure } from "../api/failure";
import type { Pipeline } from "../crm/definitions";
import { t } from "../shared/texts";
import type { PipelineInput } from "./pipeline-draft";

/** Records in a stage that is left out stay where they are, so the server refuses to delete it. */
const CHECKED = { validateReferencesBeforeDelete: true, validateDealStageUsagesBeforeDelete: true };

/** Makes a pipeline, or writes the one that was read anew. Throws where somebody else changed it meanwhile. */
export function useSavePipeline(objectType: string, before: Pipeline | undefined) {
  return useOfPipelines(objectType, async (body: PipelineInput) => {
    if (!before)
      return data(api.POST("/crm/v3/pipelines/{objectType}", { params: { path: { objectType } }, body }));
    const params = { path: { objectType, pipelineId: before.id } };
    const now = await data(api.GET("/crm/v3/pipelines/{objectType}/{pipelineId}", { params }));
    if (stateOf(now) !== stateOf(before))
      throw new Failure(
        409,
        t("Somebody else has changed this pipeline meanwhile. Close it and look at it again."),
      );
    const checked = { ...params, query: CHECKED };
    return data(api.PUT("/crm/v3/pipelines/{objectType}/{pipelineId}", { params: checked, body }));
  });
}

export function useDeletePipeline(objectType: string, pipelineId: string) {
  const params = { path: { objectType, pipelineId }, query: CHECKED };
  return useOfPipelines(objectType, () =>
    data(api.DELETE("/crm/v3/pipelines/{objectType}/{pipelineId}", { params })),
  );
}

function stateOf(pipeline: Pipeline): string {
  return JSON.stringify([pipeline.updatedAt, pipeline.stages.map(({ id, updatedAt }) => [id, updatedAt])]);
}

function useOfPipelines<Sent, Made>(objectType: string, mutationFn: (given: Sent) => Promise<Made>) {
  const client = useQueryClient();
  return useMutation({
    mutationFn,
    onSettled: () =>
      Promise.all(
        [["pipelines", objectType], ["properties", objectType], ["records"]].map((queryKey) =>
          client.invalidateQueries({ queryKey }),
        ),
      ),
  });
}
