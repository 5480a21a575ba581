import type { Diagnostics } from '../diagnostics/diagnostics.ts';

/**
 * The stages of a program's end, in their order: servers finish what they are answering; what the program has
 * added ends; metrics and traces are sent; logs are written, last of what tells anything, because all before may
 * still log; what only watched is closed.
 */
export const SHUTDOWN_STAGES = ['servers', 'program', 'send', 'logs', 'close'] as const;

/** A stage of a program's end. */
export type ShutdownStage = (typeof SHUTDOWN_STAGES)[number];

/** How a task of the end is limited. */
export interface ShutdownTaskOptions {
  /** What is not done by then is left behind, in milliseconds; 5 s by default. */
  readonly timeoutMs?: number;
}

interface ShutdownTask {
  readonly name: string;
  readonly run: () => unknown;
  readonly timeoutMs: number;
}

const DEFAULT_TIMEOUT_MS = 5000;

/**
 * What is done when a program ends, by stage. The tasks of a stage run side by side, those of the program one
 * after the other, the last one added first: what was built upon something ends before it. A task that fails or
 * takes too long is told of and holds up no other.
 */
export class ShutdownStages {
  readonly #diagnostics: Pick<Diagnostics, 'tell'>;
  readonly #tasks = new Map<ShutdownStage, Set<ShutdownTask>>();
  readonly #running = new Set<ShutdownTask>();
  #end: Promise<void> | undefined;

  constructor(diagnostics: Pick<Diagnostics, 'tell'>) {
    this.#diagnostics = diagnostics;
  }

  /** Adds a task to a stage; the result takes it away. What comes after the stage has begun is not run. */
  add(
    stage: ShutdownStage,
    name: string,
    run: () => unknown,
    { timeoutMs = DEFAULT_TIMEOUT_MS }: ShutdownTaskOptions = {},
  ): () => void {
    const task = { name, run, timeoutMs };
    const tasks = this.#tasks.get(stage) ?? new Set();
    this.#tasks.set(stage, tasks.add(task));
    return () => void tasks.delete(task);
  }

  /** Names of the tasks that are running now. */
  get running(): readonly string[] {
    return [...this.#running].map(({ name }) => name);
  }

  /** Runs all stages, once: whoever asks again gets the same end. Never rejects. */
  run(): Promise<void> {
    this.#end ??= this.#runStages();
    return this.#end;
  }

  async #runStages(): Promise<void> {
    for (const stage of SHUTDOWN_STAGES) {
      const tasks = [...(this.#tasks.get(stage) ?? [])];
      if (stage !== 'program') {
        await Promise.all(tasks.map((task) => this.#runTask(task)));
        continue;
      }
      for (const task of tasks.toReversed()) await this.#runTask(task);
    }
  }

  async #runTask(task: ShutdownTask): Promise<void> {
    this.#running.add(task);
    try {
      await withinTime(task);
    } catch (error) {
      this.#diagnostics.tell('shutdown_failed', task.name, () => `${task.name}: ${reasonOf(error)}`);
    }
    this.#running.delete(task);
  }
}

/** The timer keeps the process alive: an end that waits for nothing else would be cut off by it. */
async function withinTime({ run, timeoutMs }: ShutdownTask): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`not done after ${timeoutMs} ms`)), timeoutMs);
  });
  try {
    await Promise.race([Promise.resolve(run()), late]);
  } finally {
    clearTimeout(timer);
  }
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
