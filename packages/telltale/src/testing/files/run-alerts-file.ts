import { pathToFileURL } from 'node:url';
import { TelltaleError } from '@telltale/model';
import type { AlertTestCollection } from '../collection/alert-test-collection.ts';
import { runCollection } from '../collection/run-collection.ts';
import type { FileResult } from '../report/test-report.ts';
import type { TestFile } from './find-test-files.ts';

/** A file that was run, and its tests to run them again. */
export interface AlertsFileRun {
  readonly result: FileResult;
  readonly collection: AlertTestCollection | undefined;
}

/** Runs a file whose default export was made by `defineAlertTests`. */
export async function runAlertsFile(file: TestFile): Promise<AlertsFileRun> {
  const base = { file: file.shown, kind: 'alerts' } as const;
  try {
    const collection = await load(file);
    return { result: { ...base, tests: await runCollection(collection), errors: [] }, collection };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    const fix = error instanceof TelltaleError ? ` ${error.fix}` : '';
    const errors = [`${file.shown}: ${reason}${fix}`];
    return { result: { ...base, tests: [], errors }, collection: undefined };
  }
}

async function load({ path, shown }: TestFile): Promise<AlertTestCollection> {
  const module: { readonly default?: unknown } = await import(pathToFileURL(path).href);
  if (isCollection(module.default)) return module.default;
  throw new TelltaleError('TT_USAGE', `${shown} has no tests as its default export.`, {
    fix: 'Write `export default defineAlertTests(definition, { … })`.',
  });
}

function isCollection(value: unknown): value is AlertTestCollection {
  return (
    typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'telltale.alert-tests'
  );
}
