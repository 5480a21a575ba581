interface Waiter<Value> {
  readonly resolve: (value: Value) => void;
  readonly reject: (error: Error) => void;
}

/** Those who wait for an answer of another thread, by the ids of their questions. */
export class Waiters<Value> {
  readonly #waiters = new Map<number, Waiter<Value>>();
  #nextId = 1;

  /** Sends a question by `send` and resolves with its answer. */
  ask(send: (id: number) => void): Promise<Value> {
    const id = this.#nextId++;
    return new Promise((resolve, reject) => {
      this.#waiters.set(id, { resolve, reject });
      send(id);
    });
  }

  resolve(id: number, value: Value): void {
    this.#take(id)?.resolve(value);
  }

  reject(id: number, error: Error): void {
    this.#take(id)?.reject(error);
  }

  rejectAll(error: Error): void {
    for (const id of this.#waiters.keys()) this.reject(id, error);
  }

  #take(id: number): Waiter<Value> | undefined {
    const waiter = this.#waiters.get(id);
    this.#waiters.delete(id);
    return waiter;
  }
}
