import { t } from "../shared/texts";
import { type Area, around, insert, type Mark, MOST_TRIES, type Piece, pieceById, upwards } from "./by-id";
import type { One } from "./order";
import { REACH, type Sort, type Stretch } from "./search";

/** Finds from where the record at an index can be read, among the first `known` of an order, which have a value. Values
 * cannot be guessed, so it goes there in steps of what a search reaches, from the nearest place known before it or
 * behind it. Records of one value stand by id. */
export function byValue({ property, descending }: Sort, known: number, highest: number, one: One) {
  const alike: Area[] = [];
  const marks: Mark<string | undefined>[] = [
    { index: 0, at: undefined },
    { index: known, at: undefined },
  ];
  const count = async (stretch: Stretch) => (await one({}, { stretch })).total;

  /** The value a step behind a mark, or a step before it, which is behind it in the order turned around. */
  async function valueNear(at: string | undefined, turned: boolean): Promise<string> {
    const sort = { property, descending: turned !== descending };
    const place = { ...behind(at), after: String(REACH - 1) };
    const value = (await one({ sort, properties: [property] }, place)).records[0]?.properties[property];
    if (!value) throw new Error(t("The order has changed meanwhile."));
    return value;
  }

  /** Remembers where the records of a value stand, and those behind them. */
  async function note(value: string): Promise<void> {
    const same = (id: number): Stretch => ({ same: value, above: String(id) });
    const [later, equal] = await Promise.all([count({ behind: value }), count(same(0))]);
    insert(marks, { index: known - later, at: value });
    alike.push(upwards(known - later - equal, known - later, highest, same));
  }

  return async function pieceAt(index: number): Promise<Piece> {
    for (let tries = 0; tries < MOST_TRIES; tries++) {
      const area = alike.find(({ start, end }) => start <= index && index < end);
      if (area) return pieceById(area, index, count);
      const [from, to] = around(marks, index);
      if (index - from.index < REACH) return { start: from.index, end: known, ...behind(from.at) };
      const turned = to.index - index < index - from.index;
      await note(await valueNear(turned ? to.at : from.at, turned));
    }
    throw new Error(t("The order has changed meanwhile."));
  };
}

function behind(value: string | undefined): { stretch?: Stretch } {
  return value === undefined ? {} : { stretch: { behind: value } };
}
