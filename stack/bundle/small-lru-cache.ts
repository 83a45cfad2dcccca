/** Of these, Apollo keeps parsed documents, each of at most 256 KiB. */
const MAX_ENTRIES = 100;

/**
 * Stands in for the `lru-cache` package in the bundle: Apollo makes JSON of each document to learn its size, and every
 * cold start would load 19 KB for that.
 */
export class LRUCache<Value> {
  readonly #entries = new Map<string, Value>();

  get(key: string): Value | undefined {
    const value = this.#entries.get(key);
    if (value !== undefined) this.set(key, value);
    return value;
  }

  set(key: string, value: Value): void {
    // A Map keeps the order of insertion: the first entry is the one that was not used for longest.
    this.#entries.delete(key);
    this.#entries.set(key, value);
    const [oldest] = this.#entries.size > MAX_ENTRIES ? this.#entries.keys() : [];
    if (oldest !== undefined) this.#entries.delete(oldest);
  }
}
