import { parentPort, workerData } from 'node:worker_threads';
import { TelltaleError } from '@telltale/model';
import type { ErrorCode } from '@telltale/model';
import { loadDefinition } from './load-definition.ts';
import type { LoadDefinitionOptions, LoadedDefinition } from './load-definition.ts';

/* Started by `loadDefinitionAnew`, never imported as a program: it answers once, then ends. */

/** What the thread of a definition answers: errors lose their class on the way. */
export type WorkerAnswer =
  | { readonly kind: 'loaded'; readonly loaded: LoadedDefinition }
  | { readonly kind: 'failed'; readonly code: ErrorCode; readonly message: string; readonly fix: string };

async function answer(): Promise<WorkerAnswer> {
  try {
    const options: LoadDefinitionOptions = workerData;
    return { kind: 'loaded', loaded: await loadDefinition(options) };
  } catch (error) {
    if (error instanceof TelltaleError) {
      return { kind: 'failed', code: error.code, message: error.message, fix: error.fix };
    }
    const message = error instanceof Error ? error.message : String(error);
    return { kind: 'failed', code: 'TT_DEFINITION_INVALID', message, fix: '' };
  }
}

parentPort?.postMessage(await answer(), []);
