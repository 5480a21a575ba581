import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { TelltaleError } from '@telltale/model';
import type { WorkerAnswer } from './definition-worker.ts';
import type { LoadDefinitionOptions, LoadedDefinition } from './load-definition.ts';

/**
 * Runs and resolves a definition as it is written now, with all that it imports: a program keeps the modules
 * it has loaded, so it is run in a thread of its own. Throws as `loadDefinition` does.
 */
export async function loadDefinitionAnew(options: LoadDefinitionOptions): Promise<LoadedDefinition> {
  const { config, cwd, environment, env } = options;
  const isSource = import.meta.url.endsWith('.ts');
  const worker = new Worker(new URL(`./definition-worker.${isSource ? 'ts' : 'js'}`, import.meta.url), {
    name: 'telltale-definition',
    workerData: { config, cwd, environment, env: { ...env } } satisfies LoadDefinitionOptions,
    execArgv: [...(isSource ? ['--conditions=@telltale/source'] : []), '--no-warnings'],
    // What a definition prints is not for the terminal of the station.
    stdout: true,
  });
  try {
    const answer = await firstAnswer(worker);
    if (answer.kind === 'loaded') return answer.loaded;
    throw new TelltaleError(answer.code, answer.message, answer.fix === '' ? {} : { fix: answer.fix });
  } finally {
    await worker.terminate();
  }
}

async function firstAnswer(worker: Worker): Promise<WorkerAnswer> {
  const ended = once(worker, 'exit').then(() => {
    throw new TelltaleError('TT_DEFINITION_INVALID', 'the definition ended the program it was run by');
  });
  const answered = once(worker, 'message').then(([answer]: WorkerAnswer[]) => answer);
  // Whichever comes second is of no interest any more.
  ended.catch(() => undefined);
  answered.catch(() => undefined);
  return Promise.race([answered, ended]);
}
