import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { loadDefinition } from '../../definition/load-definition.ts';
import type { InputCollector } from '../workspace/input-collector.ts';
import { shownPath } from './shown-path.ts';

/** Whether a file is a definition, by its name. */
export function isDefinition(path: string): boolean {
  return /^telltale\.config\.[cm]?[jt]s$/.test(basename(path));
}

/** Where shown paths start from, and the environment to read for, which says nothing to a definition without any. */
interface AddOptions {
  readonly cwd: string;
  readonly environment: string | undefined;
}

/**
 * Loads a definition, which runs it: nothing else of a repository is run.
 *
 * @throws TelltaleError what loading a definition throws.
 */
export async function addDefinition(
  path: string,
  { cwd, environment }: AddOptions,
  collector: InputCollector,
): Promise<void> {
  const { resolved } = await loadDefinition({ config: path, cwd, env: { TELLTALE_ENV: environment } });
  const rules = resolved.rules.map(({ position, ...rule }) =>
    position ? { ...rule, position: { ...position, file: shownPath(position.file, cwd) } } : rule,
  );
  collector.addDefinition({ ...resolved, rules, file: shownPath(path, cwd) }, await readFile(path, 'utf8'));
}
