import { readFile, stat } from 'node:fs/promises';
import { basename, relative, resolve, sep } from 'node:path';
import { MAX_YAML_LENGTH } from '@telltale/formats';
import { TelltaleError } from '@telltale/model';
import { loadDefinition } from '../../definition/load-definition.ts';
import { plural } from '../report/plural.ts';
import type { SkippedPath } from '../skipped-path.ts';
import type { InputCollector } from '../workspace/input-collector.ts';
import { addFileText } from './add-file-text.ts';
import type { TextKind } from './classify-text.ts';
import { hasNameOfRules, kindOfName } from './classify-text.ts';
import { decodeText } from './decode-text.ts';
import { findFiles } from './find-files.ts';
import { LIMITS } from './limits.ts';
import { readFoundFile, readNamedFile, tooLarge, tooLargeError, unreadableReason } from './read-file.ts';

const DEFINITION_NAME = /^telltale\.config\.[cm]?[jt]s$/;
/** What is read where it is found, in this order; guides are read only where they are named. */
const FOUND_KINDS: readonly (readonly (TextKind | 'yaml')[])[] = [
  ['yaml', 'dashboard', 'metrics-page'],
  ['program', 'python', 'other-language', 'logstash', 'shell', 'env'],
];

/** What is known of how the inputs were read. */
export interface Discovery {
  /** Remarks for the summary. */
  readonly notes: readonly string[];
  readonly skipped: readonly SkippedPath[];
}

/**
 * Reads everything the paths lead to into the collector. Nothing of a repository is executed, but
 * its `telltale.config.ts`. What a folder holds and cannot be read is skipped and listed.
 *
 * @throws TelltaleError TT_FILE_READ for a path that does not exist or cannot be read, and the
 * errors of the definition.
 */
export async function collectInputs(
  paths: readonly string[],
  cwd: string,
  collector: InputCollector,
): Promise<Discovery> {
  const notes: string[] = [];
  const skipped: SkippedPath[] = [];
  const found = new Set<string>();
  for (const path of paths.map((given) => resolve(cwd, given))) {
    if (!(await isFolder(path, cwd))) await addNamedFile(path, cwd, collector);
    else {
      const { files, isCut, unseen } = await findFiles(path);
      for (const file of files) found.add(file);
      for (const { path: folder, reason } of unseen) {
        skipped.push({ file: shown(folder, cwd), reason, mayHoldRules: true });
      }
      if (isCut) notes.push(`only the first ${LIMITS.files} files of ${shown(path, cwd)} were looked at`);
    }
  }
  if (found.size > 0) collector.setFiles(pathsWithFolders([...found], cwd));
  const templates = await addFoundFiles([...found], cwd, collector, skipped);
  if (templates > 0)
    notes.push(`skipped ${plural(templates, 'YAML template')}: check what is rendered from them`);
  return { notes, skipped };
}

/** The files and every folder above them, as they are shown. */
function pathsWithFolders(files: readonly string[], cwd: string): ReadonlySet<string> {
  const paths = new Set<string>();
  for (const file of files) {
    for (let path = shown(file, cwd); path !== '' && !paths.has(path); path = path.replace(/\/?[^/]*$/, '')) {
      paths.add(path);
    }
  }
  return paths;
}

async function isFolder(path: string, cwd: string): Promise<boolean> {
  try {
    return (await stat(path)).isDirectory();
  } catch (cause) {
    const reason = unreadableReason(cause);
    throw new TelltaleError('TT_FILE_READ', `${shown(path, cwd)} cannot be read: ${reason}`, { cause });
  }
}

/** Returns the number of YAML templates among the files. */
async function addFoundFiles(
  files: readonly string[],
  cwd: string,
  collector: InputCollector,
  skipped: SkippedPath[],
): Promise<number> {
  let templates = 0;
  for (const path of files.filter((file) => DEFINITION_NAME.test(basename(file)))) {
    await addDefinition(path, cwd, collector);
  }
  for (const pass of FOUND_KINDS) {
    for (const path of files) {
      const kind = kindOfName(basename(path));
      if (!pass.includes(kind) || DEFINITION_NAME.test(basename(path))) continue;
      const outcome = await addFoundFile(path, kind, shown(path, cwd), collector);
      if (outcome === 'template') templates++;
      else if (outcome !== 'done') skipped.push(outcome);
    }
  }
  return templates;
}

async function addFoundFile(
  path: string,
  kind: TextKind | 'yaml',
  file: string,
  collector: InputCollector,
): Promise<'done' | 'template' | SkippedPath> {
  const isYamlFile = kind === 'yaml';
  const found = await readFoundFile(path, isYamlFile ? LIMITS.foundYamlBytes : LIMITS.foundFileBytes);
  if (found.kind === 'gone') return 'done';
  if (found.kind !== 'read') {
    const mayHoldRules = isYamlFile && (found.kind === 'unreadable' || hasNameOfRules(file));
    return { file, reason: found.reason, mayHoldRules };
  }
  const decoded = decodeText(found.bytes);
  const addedAs = addFileText(file, decoded, collector);
  if (addedAs === 'read' || addedAs === 'template') return addedAs === 'read' ? 'done' : addedAs;
  const reason = tooLarge(decoded.text.length, MAX_YAML_LENGTH);
  return { file, reason, mayHoldRules: addedAs === 'too-large-rules' };
}

async function addNamedFile(path: string, cwd: string, collector: InputCollector): Promise<void> {
  if (DEFINITION_NAME.test(basename(path))) return addDefinition(path, cwd, collector);
  const decoded = decodeText(await readNamedFile(path));
  const addedAs = addFileText(shown(path, cwd), decoded, collector, { isNamed: true });
  if (addedAs === 'too-large' || addedAs === 'too-large-rules') {
    throw tooLargeError(path, decoded.text.length, MAX_YAML_LENGTH);
  }
}

async function addDefinition(path: string, cwd: string, collector: InputCollector): Promise<void> {
  const { resolved } = await loadDefinition({ config: path, cwd });
  const rules = resolved.rules.map(({ position, ...rule }) =>
    position ? { ...rule, position: { ...position, file: shown(position.file, cwd) } } : rule,
  );
  collector.addDefinition({ ...resolved, rules, file: shown(path, cwd) }, await readFile(path, 'utf8'));
}

/** Paths are shown as a person in `cwd` would write them. */
function shown(path: string, cwd: string): string {
  const short = relative(cwd, path);
  return (short === '' || short.startsWith('..') ? path : short).replaceAll(sep, '/');
}
