import { downwards, type Piece, pieceById, upwards } from "./by-id";
import { byValue } from "./by-value";
import type { CrmRecord } from "./record";
import { type Found, type Place, REACH, type Search, type Stretch } from "./search";

type Answer = Pick<Found, "total" | "records">;
type Ask = (wanted: Search, place: Place, signal?: AbortSignal) => Promise<Answer>;
/** Asks for one record of the search, changed by what is given. */
export type One = (change: Partial<Search>, place: Place) => Promise<Answer>;

const WHOLE: Piece = { start: 0, end: Infinity };

/** Reads records by their number in the order of a search, wherever that is: a search itself answers its first 10,000
 * only. What leads to a place is found out by counting, and remembered for the next one until a count does not fit. */
export function orderOf(wanted: Search, ask: Ask) {
  let pieces: ReturnType<typeof piecesOf> | undefined;
  let turn: Promise<unknown> = Promise.resolve();
  const one: One = (change, place) => ask({ ...wanted, properties: [], limit: 1, ...change }, place);

  async function pieceAt(index: number): Promise<Piece> {
    if (index < REACH) return WHOLE;
    pieces ??= piecesOf(wanted, one);
    try {
      return await (
        await pieces
      )(index);
    } catch (error) {
      pieces = undefined; // what was remembered may have misled: the next try begins anew
      throw error;
    }
  }

  /** One after the other: the second often needs what the first finds out. */
  function inTurn(index: number): Promise<Piece> {
    const found = turn.then(() => pieceAt(index));
    turn = found.catch(() => undefined);
    return found;
  }

  return async function read(first: number, count: number, signal?: AbortSignal): Promise<CrmRecord[]> {
    const records: CrmRecord[] = [];
    const until = first + count;
    for (let at = first, counted = false; at < until; at = first + records.length) {
      const { start, end, stretch } = await inTurn(at);
      const limit = Math.min(until, end, start + REACH) - at;
      if (limit <= 0) break;
      const found = await ask({ ...wanted, limit }, { stretch, after: String(at - start) }, signal);
      if (stretch && found.total !== end - start && !counted) {
        pieces = undefined; // others came or went since it was counted
        counted = true;
        continue;
      }
      records.push(...found.records);
      if (found.records.length < limit) break;
    }
    return records;
  };
}

/** Where no order was chosen, all is by id; else values stand first, then, by id, those without one. */
async function piecesOf(wanted: Search, one: One) {
  const count = async (stretch: Stretch) => (await one({}, { stretch })).total;
  const { total, records } = await one({ sort: null }, {});
  const highest = Number(records[0]?.id ?? 0);
  if (!wanted.sort) {
    const all = downwards(total, highest);
    return (index: number) => pieceById(all, index, count);
  }
  const none = (id: number): Stretch => ({ without: true, above: String(id) });
  const known = total - (await count(none(0)));
  const without = upwards(known, total, highest, none);
  const values = byValue(wanted.sort, known, highest, one);
  return (index: number) => (index < known ? values(index) : pieceById(without, index, count));
}
