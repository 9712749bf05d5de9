/** Whether a value of JSON has, anywhere in it, a field `key` with this value. */
export function mentions(value: unknown, key: string, wanted: string): boolean {
  if (Array.isArray(value)) return value.some((each) => mentions(each, key, wanted));
  if (typeof value !== "object" || value === null) return false;
  return Object.entries(value).some(
    ([name, inner]) => (name === key && inner === wanted) || mentions(inner, key, wanted),
  );
}
