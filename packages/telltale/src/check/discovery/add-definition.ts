import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { loadDefinition } from '../../definition/load-definition.ts';
import type { InputCollector } from '../workspace/input-collector.ts';
import { shownPath } from './shown-path.ts';

/** Whether a file is a definition, by its name. */
export function isDefinition(path: string): boolean {
  return /^telltale\.config\.[cm]?[jt]s$/.test(basename(path));
}

/**
 * Loads a definition, which runs it: nothing else of a repository is run.
 *
 * @throws TelltaleError what loading a definition throws.
 */
export async function addDefinition(path: string, cwd: string, collector: InputCollector): Promise<void> {
  const { resolved } = await loadDefinition({ config: path, cwd });
  const rules = resolved.rules.map(({ position, ...rule }) =>
    position ? { ...rule, position: { ...position, file: shownPath(position.file, cwd) } } : rule,
  );
  collector.addDefinition({ ...resolved, rules, file: shownPath(path, cwd) }, await readFile(path, 'utf8'));
}
