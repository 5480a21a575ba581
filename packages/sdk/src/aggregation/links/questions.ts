/** Questions that wait for their answers. */
export class Questions {
  readonly #waiting = new Map<number, () => void>();

  /** Resolves when a question is answered. */
  answered(question: number): Promise<void> {
    return new Promise((resolve) => {
      this.#waiting.set(question, resolve);
    });
  }

  /** Whether a question waits for its answer. */
  isOpen(question: number): boolean {
    return this.#waiting.has(question);
  }

  /** A question was answered, and with it all before: messages do not overtake each other. */
  settle(question: number): void {
    for (const [waiting, resolve] of this.#waiting) {
      if (waiting > question) continue;
      this.#waiting.delete(waiting);
      resolve();
    }
  }
}
