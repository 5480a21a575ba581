import { setTimeout as delay } from 'node:timers/promises';
import type { TaskRecorder } from '@telltale/sdk';

import type { Facts } from '../parsing/facts.ts';
import type { ParserProcess } from '../parsing/parser-process.ts';
import { UnreadableFile } from '../parsing/parser-process.ts';
import { tellProgress } from '../queue/progress.ts';
import type { TakenEntry } from '../queue/queue.ts';
import { SEARCH } from '../queue/queue.ts';
import type { Redis } from '../store/connections.ts';
import type { TaskFile, Tasks } from '../store/tasks.ts';

/** What an extraction works with. */
export interface ExtractionParts {
  readonly recorder: TaskRecorder;
  readonly tasks: Tasks;
  readonly redis: Redis;
  readonly parser: ParserProcess;
  /** Ends the waiting for a database that is away. */
  readonly signal: AbortSignal;
}

const ATTEMPTS = 3;
const PAUSE_MS = 100;

/** Reads the file of an entry and keeps its facts: in three attempts, unless it is no such file at all. */
export function createExtraction({ recorder, tasks, redis, parser, signal }: ExtractionParts) {
  const tell = (id: string, status: string, attempt: number) =>
    tellProgress(redis, { id, status, attempt }).catch(() => undefined);

  /** One attempt. Throws where there is to be another one. */
  async function attemptOnce(
    { id }: TakenEntry,
    { type, content }: TaskFile,
  ): Promise<Facts | UnreadableFile> {
    const facts = await parser.parse({ type, content }).catch((error: unknown) => {
      if (error instanceof UnreadableFile) return error;
      throw error;
    });
    if (facts instanceof UnreadableFile) await tasks.end(id, 'unreadable', { error: facts.message });
    else await tasks.end(id, 'done', { facts });
    return facts;
  }

  return async (entry: TakenEntry): Promise<void> => {
    const { id } = entry;
    const file = await fileOf(tasks, id, signal);
    // It was deleted meanwhile.
    if (!file) return entry.settle();
    const run = recorder.start(file.type);
    let reason = 'the worker was killed again and again';
    for (let { attempt } = entry; attempt <= ATTEMPTS; attempt++) {
      if (attempt > 1) run.retry();
      void tell(id, 'running', attempt);
      try {
        const outcome = await attemptOnce(entry, file);
        await entry.settle();
        if (outcome instanceof UnreadableFile) {
          run.fail();
          await tell(id, 'unreadable', attempt);
        } else {
          run.succeed();
          await SEARCH.add(redis, id);
          await tell(id, 'done', attempt);
        }
        return;
      } catch (error) {
        reason = error instanceof Error ? error.message : String(error);
        await delay(PAUSE_MS);
      }
    }
    run.fail();
    await entry.bury(reason);
    await tell(id, 'dead', ATTEMPTS);
    await tasks.end(id, 'dead', { error: reason });
  };
}

/** The database may be away for a moment: nothing is lost by waiting. */
async function fileOf(tasks: Tasks, id: string, signal: AbortSignal): Promise<TaskFile | undefined> {
  for (;;) {
    try {
      return await tasks.file(id);
    } catch {
      await delay(PAUSE_MS, undefined, { signal });
    }
  }
}
