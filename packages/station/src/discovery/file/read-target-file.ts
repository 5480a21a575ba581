import { readFile, stat } from 'node:fs/promises';
import { extname } from 'node:path';
import type { TargetGroup } from '../../scrape/plan/target-group.ts';
import { readTargetGroups } from '../groups/read-target-groups.ts';
import { readYamlList } from '../groups/read-yaml-list.ts';

/** Largest file that is read. */
const MAX_FILE_BYTES = 8 * 1024 * 1024;

/**
 * Reads a file of targets: JSON or YAML by its name; `undefined` where there is no such file.
 *
 * @throws Error that says what is wrong with the file.
 */
export async function readTargetFile(file: string): Promise<readonly TargetGroup[] | undefined> {
  const text = await readText(file);
  if (text === undefined) return undefined;
  const value = extname(file).toLowerCase() === '.json' ? readJson(text) : await readYamlList(text);
  return readTargetGroups(value, { source: file, meta: { __meta_filepath: file } });
}

/** Pipes and devices would never end, or never begin. */
async function readText(file: string): Promise<string | undefined> {
  try {
    const stats = await stat(file);
    if (!stats.isFile()) throw new Error('it is not a file');
    if (stats.size > MAX_FILE_BYTES) throw new Error(`it is larger than ${MAX_FILE_BYTES} bytes`);
    return await readFile(file, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new Error(`it is not JSON: ${reason}`, { cause });
  }
}
