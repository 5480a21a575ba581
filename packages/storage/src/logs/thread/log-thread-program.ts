import type { ThreadProgram } from '../../worker/start-thread.ts';

/** The threads of the log store; they make many short-lived texts. */
export const LOG_THREAD: ThreadProgram = {
  name: 'telltale-logs',
  source: new URL('./entry.ts', import.meta.url),
  specifier: '@telltale/storage/log-thread',
  youngGenerationMb: 32,
};
