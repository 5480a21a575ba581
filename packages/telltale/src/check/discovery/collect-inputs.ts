import { readFile, stat } from 'node:fs/promises';
import { basename, relative, resolve, sep } from 'node:path';
import { MAX_YAML_LENGTH } from '@telltale/formats';
import { TelltaleError } from '@telltale/model';
import { loadDefinition } from '../../definition/load-definition.ts';
import { plural } from '../report/plural.ts';
import type { SkippedPath } from '../skipped-path.ts';
import type { InputCollector } from '../workspace/input-collector.ts';
import type { TextKind } from './classify-text.ts';
import { hasNameOfRules, isYamlTemplate, kindOfName, kindOfYaml } from './classify-text.ts';
import type { DecodedText } from './decode-text.ts';
import { decodeText } from './decode-text.ts';
import { documentKindOfYaml, isGrafanaDashboard } from './document-kind.ts';
import { fencedBlocks } from './fenced-blocks.ts';
import { findFiles } from './find-files.ts';
import { LIMITS } from './limits.ts';
import { readFoundFile, readNamedFile, tooLarge, tooLargeError, unreadableReason } from './read-file.ts';

const DEFINITION_NAME = /^telltale\.config\.[cm]?[jt]s$/;
/** What to read first: without queries, programs need not be read at all. */
const PASSES: readonly (readonly (TextKind | 'yaml')[])[] = [
  ['yaml', 'dashboard', 'metrics-page'],
  ['program', 'other-language'],
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
  for (const pass of PASSES) {
    for (const path of files) {
      const kind = kindOfName(basename(path));
      if (!pass.includes(kind) || DEFINITION_NAME.test(basename(path))) continue;
      const outcome = await addFoundFile(path, kind, shown(path, cwd), collector);
      if (outcome === 'template') templates++;
      else if (outcome !== 'done') skipped.push(outcome);
    }
    if (!collector.hasQueries()) break;
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
  if (isYamlFile) return addFoundYaml(file, decodeText(found.bytes), collector);
  addText(kind, file, found.bytes, collector);
  return 'done';
}

function addFoundYaml(
  file: string,
  decoded: DecodedText,
  collector: InputCollector,
): 'done' | 'template' | SkippedPath {
  const { text } = decoded;
  const kind = kindOfYaml(text);
  const document = kind === 'none' ? documentKindOfYaml(text) : undefined;
  if (kind === 'none' && !document) return 'done';
  if (text.length > MAX_YAML_LENGTH) {
    return { file, reason: tooLarge(text.length, MAX_YAML_LENGTH), mayHoldRules: kind === 'rules' };
  }
  if (isYamlTemplate(text)) return 'template';
  if (document) collector.addDocument(document, file, text);
  else if (kind !== 'none') addYaml(kind, file, decoded, collector);
  return 'done';
}

async function addNamedFile(path: string, cwd: string, collector: InputCollector): Promise<void> {
  const file = shown(path, cwd);
  const name = basename(path);
  if (DEFINITION_NAME.test(name)) return addDefinition(path, cwd, collector);
  const bytes = await readNamedFile(path);
  const kind = kindOfName(name);
  if (kind === 'yaml' || kind === 'none') {
    const decoded = decodeText(bytes);
    const { length } = decoded.text;
    if (length > MAX_YAML_LENGTH) throw tooLargeError(path, length, MAX_YAML_LENGTH);
    const yaml = kindOfYaml(decoded.text);
    const document = yaml === 'none' ? documentKindOfYaml(decoded.text) : undefined;
    if (document) collector.addDocument(document, file, decoded.text);
    else addYaml(yaml === 'none' ? 'rules' : yaml, file, decoded, collector);
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
  if (kind === 'program') addProgram(file, decodeText(bytes).text, collector);
  else if (kind === 'dashboard') addJson(file, decodeText(bytes).text, collector);
  else if (kind === 'other-language') collector.addOtherLanguage(decodeText(bytes).text);
  else if (kind === 'metrics-page') collector.addMetricsPage(file, bytes, 'text/plain');
  else if (kind === 'guide') addGuide(file, decodeText(bytes).text, collector);
}

function addYaml(
  kind: 'rules' | 'prometheus-config',
  file: string,
  { text, malformedAt }: DecodedText,
  collector: InputCollector,
): void {
  if (kind === 'rules') collector.addRuleFile(file, text, malformedAt);
  else collector.addPrometheusConfig(file, text, malformedAt);
}

/** A guide's examples are read as the files that readers make of them. */
function addGuide(file: string, markdown: string, collector: InputCollector): void {
  collector.addText('markdown', file, markdown);
  for (const { language, text } of fencedBlocks(markdown)) {
    if (/^(?:javascript|typescript|[cm]?[jt]s|[jt]sx)$/.test(language)) addProgram(file, text, collector);
    else if (/^py(?:thon)?$/.test(language)) collector.addText('python', file, text);
    else if (/^(?:ruby|logstash)$/.test(language)) collector.addText('logstash', file, text);
    else if (/^(?:ba|z)?sh(?:ell)?$|^console$/.test(language)) collector.addText('shell', file, text);
    else if (language === 'json') addJson(file, text, collector);
    else if (/^ya?ml$/.test(language)) {
      const kind = kindOfYaml(text);
      const document = kind === 'none' ? documentKindOfYaml(text, true) : undefined;
      if (document) collector.addDocument(document, file, text);
      else if (kind !== 'none') addYaml(kind, file, { text }, collector);
    }
  }
}

function addProgram(file: string, text: string, collector: InputCollector): void {
  collector.addProgram(text);
  collector.addText('javascript', file, text);
}

function addJson(file: string, text: string, collector: InputCollector): void {
  if (isGrafanaDashboard(text)) collector.addDocument('grafana-dashboard', file, text);
}

/** Paths are shown as a person in `cwd` would write them. */
function shown(path: string, cwd: string): string {
  const short = relative(cwd, path);
  return (short === '' || short.startsWith('..') ? path : short).replaceAll(sep, '/');
}
