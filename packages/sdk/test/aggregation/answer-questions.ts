/** A question to a program. */
export interface Question {
  readonly id: number;
  readonly op: string;
  readonly args: readonly unknown[];
}

/** What a program answered. */
export interface Answer {
  readonly answerTo: number;
  readonly result?: unknown;
  readonly error?: string;
}

/** What a program can be asked. */
export type Ops = Readonly<Record<string, (...args: never[]) => unknown>>;

/** Answers a question of a test, if it is one. */
export async function answerQuestion(
  message: unknown,
  ops: Ops,
  send: (answer: Answer) => void,
): Promise<void> {
  if (typeof message !== 'object' || message === null || !('op' in message) || !('args' in message)) return;
  const { id, op, args } = message as Question;
  try {
    const result = op === 'ready' ? true : await ops[op](...(args as never[]));
    send({ answerTo: id, result });
  } catch (error) {
    send({ answerTo: id, error: String(error) });
  }
}
