import { readFile, stat } from 'node:fs/promises';
import { relative, resolve } from 'node:path';
import { TelltaleError } from '@telltale/model';
import { LIMITS } from '../../check/discovery/limits.ts';
import { findFiles } from '../../check/discovery/find-files.ts';

/** A file with tests. */
export interface TestFile {
  /** Absolute. */
  readonly path: string;
  /** Relative to the working folder. */
  readonly shown: string;
  readonly kind: 'promtool' | 'alerts';
}

const ALERTS = /\.alerts\.m?[jt]s$/;
const NAMED_AS_TEST = /[._]test\.ya?ml$/;
const YAML = /\.ya?ml$/;
/** What stands in every test file of promtool, and in few others. */
const RULE_FILES = /^rule_files:/m;
const TESTS = /^tests:/m;

/**
 * Finds test files: those that are named, and those in the folders that are named.
 *
 * @throws TelltaleError TT_FILE_READ for a path that is not there.
 */
export async function findTestFiles(paths: readonly string[], cwd: string): Promise<readonly TestFile[]> {
  const found = new Map<string, TestFile>();
  for (const named of paths) {
    const path = resolve(cwd, named);
    const isFolder = await isDirectory(path, named);
    const files = isFolder ? (await findFiles(path)).files.map((file) => resolve(path, file)) : [path];
    for (const file of files) {
      const kind = isFolder ? await kindOf(file) : namedKind(file);
      if (kind) found.set(file, { path: file, shown: relative(cwd, file) || file, kind });
    }
  }
  return [...found.values()];
}

async function isDirectory(path: string, named: string): Promise<boolean> {
  try {
    return (await stat(path)).isDirectory();
  } catch (cause) {
    throw new TelltaleError('TT_FILE_READ', `There is no file or folder ${named}.`, { cause });
  }
}

/** A file that is named is what it looks like; its reader says what is wrong with it. */
function namedKind(file: string): TestFile['kind'] {
  return ALERTS.test(file) ? 'alerts' : 'promtool';
}

async function kindOf(file: string): Promise<TestFile['kind'] | undefined> {
  if (ALERTS.test(file)) return 'alerts';
  if (!YAML.test(file)) return undefined;
  const text = await readSmall(file);
  const isTest = RULE_FILES.test(text) && TESTS.test(text);
  return isTest || (NAMED_AS_TEST.test(file) && TESTS.test(text)) ? 'promtool' : undefined;
}

/** What cannot be read, or is too large for a person to have written, is no test file. */
async function readSmall(file: string): Promise<string> {
  try {
    const { size } = await stat(file);
    return size > LIMITS.foundYamlBytes ? '' : await readFile(file, 'utf8');
  } catch {
    return '';
  }
}
