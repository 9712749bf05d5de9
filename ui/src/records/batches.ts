import { type Failure, failureOf } from "../api/failure";

const AT_ONCE = 100;

/** What became of one batch: whom it was done to, and, for each of the others, why not. */
export interface Batch {
  done: string[];
  refused: string[];
}

export type Act = (ids: string[]) => Promise<Batch>;

/** What became of all. `refused` counts how often each reason was given; `untried` were left alone: the person stopped,
 * or the server did not answer any more. */
export interface Outcome {
  done: string[];
  refused: Map<string, number>;
  untried: string[];
}

/** Does something to many records, a hundred at once. */
export async function inBatches(
  ids: string[],
  act: Act,
  progress: (done: number, total: number) => void,
  signal: AbortSignal,
): Promise<Outcome> {
  const outcome: Outcome = { done: [], refused: new Map(), untried: [] };
  for (let start = 0; start < ids.length; start += AT_ONCE) {
    progress(start, ids.length);
    const part = ids.slice(start, start + AT_ONCE);
    if (signal.aborted) {
      outcome.untried.push(...ids.slice(start));
      break;
    }
    try {
      const { done, refused } = await halving(part, act);
      outcome.done.push(...done);
      for (const reason of refused) outcome.refused.set(reason, (outcome.refused.get(reason) ?? 0) + 1);
    } catch (error) {
      outcome.refused.set(failureOf(error).message, part.length);
      outcome.untried.push(...ids.slice(start + AT_ONCE));
      break;
    }
  }
  return outcome;
}

/** Where a batch is refused as a whole for one record, its halves are tried: all others are done. */
async function halving(ids: string[], act: Act): Promise<Batch> {
  try {
    return await act(ids);
  } catch (error) {
    const failure = failureOf(error);
    if (!isOfRecords(failure)) throw error;
    if (failure.status !== 403 || ids.length === 1)
      return { done: [], refused: ids.map(() => failure.message) };
    const middle = Math.ceil(ids.length / 2);
    const first = await halving(ids.slice(0, middle), act);
    const second = await halving(ids.slice(middle), act);
    return { done: [...first.done, ...second.done], refused: [...first.refused, ...second.refused] };
  }
}

/** Whether what the server said is about these records, so that the next ones may go well. */
function isOfRecords({ status }: Failure): boolean {
  return status >= 400 && status < 500 && status !== 401;
}
