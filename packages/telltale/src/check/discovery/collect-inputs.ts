import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { MAX_YAML_LENGTH } from '@telltale/formats';
import { TelltaleError } from '@telltale/model';
import type { SkippedPath } from '../skipped-path.ts';
import type { InputCollector } from '../workspace/input-collector.ts';
import { addDefinition, isDefinition } from './add-definition.ts';
import { addFileText } from './add-file-text.ts';
import { addFoundFiles, inPart } from './add-found-files.ts';
import { decodeText } from './decode-text.ts';
import { findFiles } from './find-files.ts';
import { LIMITS } from './limits.ts';
import { readNamedFile, tooLargeError, unreadableReason } from './read-file.ts';
import { shownPath } from './shown-path.ts';

/** How inputs are read. */
export interface DiscoveryOptions {
  /** Whether definitions are run to know what they say; their text is read in any case. */
  readonly runsDefinitions: boolean;
  /** The environment that definitions with environments are read for; none where it is absent. */
  readonly environment?: string | undefined;
}

/** What is known of how the inputs were read. */
export interface Discovery {
  /** Remarks for the summary. */
  readonly notes: readonly string[];
  readonly skipped: readonly SkippedPath[];
}

/**
 * Reads everything the paths lead to into the collector. Nothing of a repository is executed, but
 * its `telltale.config.ts`, unless `runsDefinitions` is unset. What a folder holds and cannot be read is skipped and listed.
 *
 * @throws TelltaleError TT_FILE_READ for a path that does not exist or cannot be read, and the
 * errors of the definition.
 */
export async function collectInputs(
  paths: readonly string[],
  cwd: string,
  collector: InputCollector,
  { runsDefinitions, environment }: DiscoveryOptions = { runsDefinitions: true },
): Promise<Discovery> {
  const named: string[] = [];
  const folders: string[] = [];
  for (const path of new Set(paths.map((given) => resolve(cwd, given)))) {
    ((await isFolder(path, cwd)) ? folders : named).push(path);
  }
  const notes: string[] = [];
  const skipped: SkippedPath[] = [];
  const found = await searchFolders(folders, cwd, { notes, skipped });
  if (found.length > 0) collector.setFiles(pathsWithFolders(found, cwd));
  const definitions = runsDefinitions ? [...named, ...found].filter(isDefinition) : [];
  for (const path of new Set(definitions)) await addDefinition(path, { cwd, environment }, collector);
  for (const path of named.filter((file) => !definitions.includes(file))) {
    if (await addNamedFile(path, cwd, collector)) skipped.push(inPart(shownPath(path, cwd)));
  }
  const others = found.filter((path) => !named.includes(path) && !definitions.includes(path));
  notes.push(...(await addFoundFiles(others, cwd, collector, skipped)));
  return { notes, skipped };
}

/** The files below the folders, each once. */
async function searchFolders(
  folders: readonly string[],
  cwd: string,
  { notes, skipped }: { readonly notes: string[]; readonly skipped: SkippedPath[] },
): Promise<readonly string[]> {
  const found = new Set<string>();
  const builtFolders: string[] = [];
  for (const folder of folders) {
    const { files, isCut, isBuiltCut, unseen, built } = await findFiles(folder);
    for (const file of files) found.add(file);
    for (const { path, reason } of unseen) {
      skipped.push({ file: shownPath(path, cwd), reason, mayHoldRules: true });
    }
    if (isCut) notes.push(`only the first ${LIMITS.files} files of ${shownPath(folder, cwd)} were looked at`);
    if (isBuiltCut) {
      notes.push(`of build results in ${shownPath(folder, cwd)} only ${LIMITS.builtEntries} were looked at`);
    }
    builtFolders.push(...built.map((path) => shownPath(path, cwd)));
  }
  if (builtFolders.length > 0) notes.push(noteOfBuilt(builtFolders));
  return [...found];
}

/** Programs among build results are no source; some projects publish their rules there. */
function noteOfBuilt(folders: readonly string[]): string {
  const listed = folders.slice(0, 3).join(', ');
  const more = folders.length > 3 ? ` and ${folders.length - 3} more` : '';
  return `only YAML and JSON was read in ${listed}${more}, as tools write them: name one to check it all`;
}

/** The files and every folder above them, as they are shown. */
function pathsWithFolders(files: readonly string[], cwd: string): ReadonlySet<string> {
  const paths = new Set<string>();
  for (const file of files) {
    for (
      let path = shownPath(file, cwd);
      path !== '' && !paths.has(path);
      path = path.replace(/\/?[^/]*$/, '')
    ) {
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
    throw new TelltaleError('TT_FILE_READ', `${shownPath(path, cwd)} cannot be read: ${reason}`, { cause });
  }
}

/** Returns whether only a part of the file was read. */
async function addNamedFile(path: string, cwd: string, collector: InputCollector): Promise<boolean> {
  const decoded = decodeText(await readNamedFile(path));
  const addedAs = addFileText(shownPath(path, cwd), decoded, collector, { isNamed: true });
  if (addedAs === 'too-large' || addedAs === 'too-large-rules') {
    throw tooLargeError(path, decoded.text.length, MAX_YAML_LENGTH);
  }
  return addedAs === 'in-part';
}
