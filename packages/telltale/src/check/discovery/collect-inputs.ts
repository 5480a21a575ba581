import { readFile, stat } from 'node:fs/promises';
import { basename, relative, resolve, sep } from 'node:path';
import { TelltaleError } from '@telltale/model';
import { loadDefinition } from '../../definition/load-definition.ts';
import { plural } from '../report/plural.ts';
import type { InputCollector } from '../workspace/input-collector.ts';
import type { TextKind } from './classify-text.ts';
import { isYamlTemplate, kindOfName, kindOfYaml } from './classify-text.ts';
import { fencedBlocks } from './fenced-blocks.ts';
import { findFiles } from './find-files.ts';
import { LIMITS } from './limits.ts';
import { decodeText, readFoundFile, readNamedFile } from './read-file.ts';

const DEFINITION_NAME = /^telltale\.config\.[cm]?[jt]s$/;
/** What to read first: without queries, programs need not be read at all. */
const PASSES: readonly (readonly (TextKind | 'yaml')[])[] = [
  ['yaml', 'metrics-page'],
  ['program', 'other-language'],
];

/**
 * Reads everything the paths lead to into the collector. Nothing of a repository is executed, but
 * its `telltale.config.ts`. Returns remarks for the summary.
 *
 * @throws TelltaleError TT_FILE_READ for a path that does not exist or cannot be read, and the
 * errors of the definition.
 */
export async function collectInputs(
  paths: readonly string[],
  cwd: string,
  collector: InputCollector,
): Promise<readonly string[]> {
  const notes: string[] = [];
  const found = new Set<string>();
  for (const path of paths.map((given) => resolve(cwd, given))) {
    if (!(await isFolder(path, cwd))) await addNamedFile(path, cwd, collector);
    else {
      const { files, isCut } = await findFiles(path);
      for (const file of files) found.add(file);
      if (isCut) notes.push(`only the first ${LIMITS.files} files of ${shown(path, cwd)} were looked at`);
    }
  }
  const templates = await addFoundFiles([...found], cwd, collector);
  if (templates > 0)
    notes.push(`skipped ${plural(templates, 'YAML template')}: check what is rendered from them`);
  return notes;
}

async function isFolder(path: string, cwd: string): Promise<boolean> {
  try {
    return (await stat(path)).isDirectory();
  } catch (cause) {
    throw new TelltaleError('TT_FILE_READ', `there is no file or folder ${shown(path, cwd)}`, { cause });
  }
}

/** Returns the number of YAML templates among the files. */
async function addFoundFiles(
  files: readonly string[],
  cwd: string,
  collector: InputCollector,
): Promise<number> {
  let templates = 0;
  for (const path of files.filter((file) => DEFINITION_NAME.test(basename(file)))) {
    await addDefinition(path, cwd, collector);
  }
  for (const pass of PASSES) {
    for (const path of files) {
      const kind = kindOfName(basename(path));
      if (!pass.includes(kind) || DEFINITION_NAME.test(basename(path))) continue;
      const bytes = await readFoundFile(path);
      if (!bytes) continue;
      if (kind !== 'yaml') addText(kind, shown(path, cwd), bytes, collector);
      else if (addFoundYaml(shown(path, cwd), decodeText(bytes), collector) === 'template') templates++;
    }
    if (!collector.hasQueries()) break;
  }
  return templates;
}

function addFoundYaml(file: string, text: string, collector: InputCollector): 'template' | 'read' {
  const kind = kindOfYaml(text);
  if (kind === 'none') return 'read';
  if (isYamlTemplate(text)) return 'template';
  addYaml(kind, file, text, collector);
  return 'read';
}

async function addNamedFile(path: string, cwd: string, collector: InputCollector): Promise<void> {
  const file = shown(path, cwd);
  const name = basename(path);
  if (DEFINITION_NAME.test(name)) return addDefinition(path, cwd, collector);
  const bytes = await readNamedFile(path);
  const kind = kindOfName(name);
  if (kind === 'yaml' || kind === 'none') {
    const text = decodeText(bytes);
    const yaml = kindOfYaml(text);
    addYaml(yaml === 'none' ? 'rules' : yaml, file, text, collector);
  } else addText(kind, file, bytes, collector);
}

async function addDefinition(path: string, cwd: string, collector: InputCollector): Promise<void> {
  const { resolved } = await loadDefinition({ config: path, cwd });
  const rules = resolved.rules.map(({ position, ...rule }) =>
    position ? { ...rule, position: { ...position, file: shown(position.file, cwd) } } : rule,
  );
  collector.addDefinition({ ...resolved, rules, file: shown(path, cwd) }, await readFile(path, 'utf8'));
}

function addText(kind: TextKind, file: string, bytes: Uint8Array, collector: InputCollector): void {
  if (kind === 'program') collector.addProgram(decodeText(bytes));
  else if (kind === 'other-language') collector.addOtherLanguage(decodeText(bytes));
  else if (kind === 'metrics-page') collector.addMetricsPage(bytes, 'text/plain');
  else if (kind === 'guide') addGuide(file, decodeText(bytes), collector);
}

function addYaml(
  kind: 'rules' | 'prometheus-config',
  file: string,
  text: string,
  collector: InputCollector,
): void {
  if (kind === 'rules') collector.addRuleFile(file, text);
  else collector.addPrometheusConfig(file, text);
}

/** A guide's examples are read as the files that readers make of them. */
function addGuide(file: string, markdown: string, collector: InputCollector): void {
  for (const { language, text } of fencedBlocks(markdown)) {
    if (/^(?:javascript|typescript|[cm]?[jt]s|[jt]sx)$/.test(language)) collector.addProgram(text);
    if (!/^ya?ml$/.test(language)) continue;
    const kind = kindOfYaml(text);
    if (kind !== 'none') addYaml(kind, file, text, collector);
  }
}

/** Paths are shown as a person in `cwd` would write them. */
function shown(path: string, cwd: string): string {
  const short = relative(cwd, path);
  return (short === '' || short.startsWith('..') ? path : short).replaceAll(sep, '/');
}
