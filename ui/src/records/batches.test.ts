import { expect, it } from "vitest";

import { Failure } from "../api/failure";
import { inBatches } from "./batches";

const ids = Array.from({ length: 250 }, (_, place) => String(place));
const quiet = () => undefined;
const never = new AbortController().signal;

it("does all others where batches are refused as a whole for some, and counts each reason", async () => {
  const forbidden = new Set(["7", "120", "249"]);
  const outcome = await inBatches(
    ids,
    (part) =>
      part.some((id) => forbidden.has(id))
        ? Promise.reject(new Failure(403, "You may not delete it."))
        : Promise.resolve({
            done: part.slice(part.includes("0") ? 1 : 0),
            refused: part.includes("0") ? ["Gone."] : [],
          }),
    quiet,
    never,
  );
  expect(outcome.done).toEqual(ids.filter((id) => id !== "0" && !forbidden.has(id)));
  expect(Object.fromEntries(outcome.refused)).toEqual({ "You may not delete it.": 3, "Gone.": 1 });
  expect(outcome.untried).toEqual([]);
});

it("stops where the person does, after the batch that is under way", async () => {
  const control = new AbortController();
  const told: number[] = [];
  const act = (part: string[]) => {
    control.abort();
    return Promise.resolve({ done: part, refused: [] });
  };
  const outcome = await inBatches(ids, act, (done) => told.push(done), control.signal);
  expect(outcome.done).toEqual(ids.slice(0, 100));
  expect(outcome.untried).toEqual(ids.slice(100));
  expect(told).toEqual([0, 100]);
});

it("does not go on where the server cannot be reached, and says why", async () => {
  const failure = Failure.unreachable();
  const outcome = await inBatches(ids, () => Promise.reject(failure), quiet, never);
  expect(outcome.untried).toEqual(ids.slice(100));
  expect(Object.fromEntries(outcome.refused)).toEqual({ [failure.message]: 100 });
});
