/** Whether a value of JSON has, anywhere in it, a field `key` with this value. */
export function mentions(value: unknown, key: string, wanted: string): boolean {
  if (Array.isArray(value)) return value.some((each) => mentions(each, key, wanted));
  if (typeof value !== "object" || value === null) return false;
  return Object.entries(value).some(
    ([name, inner]) => (name === key && inner === wanted) || mentions(inner, key, wanted),
  );
}

/** Whether a value of JSON has, anywhere in it, a text that says a word; "deal_amount" does not say "amount". */
export function says(value: unknown, word: string): boolean {
  if (typeof value === "string") return value.split(/\W+/).includes(word);
  if (typeof value !== "object" || value === null) return false;
  return Object.values(value).some((inner) => says(inner, word));
}
