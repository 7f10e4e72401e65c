/** Messages to features that are not loaded yet: the last of each participant on each topic. */

/** There are no more features than this. */
const MOST_TOPICS = 4;

export class EarlyMessages {
  readonly #kept = new Map<number, Map<string, unknown>>();

  keep(from: number, topic: string, data: unknown): void {
    // Channels of the page need no buffer: the page opens them before it joins.
    if (!topic.startsWith(':')) return;
    const topics = this.#kept.get(from) ?? new Map<string, unknown>();
    if (topics.size >= MOST_TOPICS && !topics.has(topic)) return;
    this.#kept.set(from, topics.set(topic, data));
  }

  /** Returns the messages received on a topic, once. */
  take(topic: string): { from: number; data: unknown }[] {
    return [...this.#kept].flatMap(([from, topics]) => {
      const data = topics.get(topic);
      return topics.delete(topic) ? { from, data } : [];
    });
  }

  /** Drops messages from everyone who is not present. */
  retain(present: ReadonlySet<number>): void {
    for (const from of this.#kept.keys()) if (!present.has(from)) this.#kept.delete(from);
  }
}
