/** The last few answers to a question that is dear to answer; those who ask at once share one. */
export class LastFew<T> {
  readonly #most: number;
  readonly #known = new Map<string, Promise<T>>();

  constructor(most: number) {
    this.#most = most;
  }

  /** @param key  names the question and the state of the data it was asked in */
  get(key: string, answer: () => Promise<T>): Promise<T> {
    const found = this.#known.get(key) ?? answer();
    this.#known.delete(key); // last asked, last to go
    this.#known.set(key, found);
    found.catch(() => this.#known.delete(key));
    for (const oldest of this.#known.keys()) if (this.#known.size > this.#most) this.#known.delete(oldest);
    return found;
  }
}
