import { basename } from 'node:path/posix';
import { MAX_YAML_LENGTH } from '@telltale/formats';
import type { InputCollector } from '../workspace/input-collector.ts';
import type { CheckedInput } from '../workspace/workspace.ts';
import { addGuide } from './add-guide.ts';
import type { TextKind } from './classify-text.ts';
import {
  isLogstashPipeline,
  isMetricsPage,
  isYamlTemplate,
  kindOfName,
  kindOfYaml,
} from './classify-text.ts';
import type { DecodedText } from './decode-text.ts';
import type { YamlKinds } from './document-kind.ts';
import { documentKindOfYaml, isGrafanaDashboard, kindsOfKeys } from './document-kind.ts';
import { embeddedFiles } from './embedded-files.ts';
import { pythonLiterals } from './python-literals.ts';

/** What became of a text. */
export type AddedAs = 'read' | 'in-part' | 'template' | 'too-large-rules' | 'too-large';

/** How much is known of a text beside its name. */
export interface AddOptions {
  /** Whether a person named the file: a YAML file of no other kind is then read as rules. */
  readonly isNamed?: boolean;
}

/** Gives the text of a file to the collector as what it is, by its name and by what it holds. */
export function addFileText(
  file: string,
  decoded: DecodedText,
  collector: InputCollector,
  { isNamed = false }: AddOptions = {},
): AddedAs {
  const kind = kindOfName(basename(file));
  const target: Target = { file, collector, input: { path: file, isExample: false } };
  if (kind === 'yaml' || (kind === 'none' && isNamed)) return addYaml(target, decoded, isNamed);
  if (kind === 'dashboard' && decoded.text.length > MAX_YAML_LENGTH) {
    return isGrafanaDashboard(decoded.text) ? 'too-large' : 'read';
  }
  return addTextOfKind(kind, target, decoded.text);
}

/** Where a text goes, and what is known of where it came from. */
interface Target {
  readonly file: string;
  readonly collector: InputCollector;
  readonly input: CheckedInput;
}

/** An example counts as YAML by what it holds, as a file by its name. */
function addYaml(target: Target, decoded: DecodedText, isNamed: boolean): AddedAs {
  const { text } = decoded;
  const found = kindOfYaml(text);
  const document = documentKindOfYaml(text, target.input.isExample);
  const kind = found === 'none' && isNamed && document === undefined ? 'rules' : found;
  if (kind === 'none' && document === undefined) return 'read';
  if (text.length > MAX_YAML_LENGTH) return kind === 'rules' ? 'too-large-rules' : 'too-large';
  if (!isNamed && isYamlTemplate(text)) return 'template';
  addYamlOfKind(target, decoded, { kind, document });
  return document === 'kubernetes' ? addEmbedded(target, text) : 'read';
}

function addEmbedded(target: Target, yaml: string): AddedAs {
  const { files, isCut } = embeddedFiles(yaml);
  for (const { name, content, text: inPlace } of files) {
    const inside: Target = { ...target, input: { path: name, isExample: target.input.isExample } };
    if (name.endsWith('.json')) addJson(inside, inPlace);
    else if (!isYamlTemplate(content)) addYamlOfKind(inside, { text: inPlace }, kindsOf(content));
  }
  return isCut ? 'in-part' : 'read';
}

function kindsOf(text: string): YamlKinds {
  return { kind: kindOfYaml(text), document: documentKindOfYaml(text) };
}

/** Rules of Kubernetes are both: rules, and an object with a name and labels. */
function addYamlOfKind(
  target: Target,
  { text, malformedAt }: DecodedText,
  { kind, document }: YamlKinds,
): void {
  const { file, collector, input } = target;
  if (kind === 'rules') collector.addRuleFile(file, text, malformedAt);
  if (kind === 'prometheus-config') collector.addPrometheusConfig(file, text, malformedAt, input);
  else if (document !== undefined && (kind === 'none' || document === 'kubernetes')) {
    collector.addDocument(document, file, text, input);
  }
}

function addTextOfKind(kind: TextKind | 'yaml', target: Target, text: string): AddedAs {
  const { file, collector, input } = target;
  if (kind === 'yaml') return addYaml(target, { text }, false);
  if (kind === 'guide' && !isMetricsPage(text)) return addGuideText(target, text);
  if (kind === 'program') addProgram(target, text);
  else if (kind === 'python') addPython(target, text);
  else if (kind === 'dashboard') addJson(target, text);
  else if (kind === 'other-language') collector.addOtherLanguage(text);
  else if (kind === 'shell' || kind === 'env') collector.addText(kind, file, text, input);
  else if (kind === 'logstash' && isLogstashPipeline(text)) collector.addText(kind, file, text, input);
  else if (kind === 'metrics-page' || kind === 'guide') {
    collector.addMetricsPage(file, Buffer.from(text), 'text/plain');
  }
  return 'read';
}

/** A guide in a guide is an example of how to write one. */
function addGuideText({ file, collector }: Target, markdown: string): AddedAs {
  const isCut = addGuide(file, markdown, collector, (name, text, input) => {
    const kind = kindOfName(name);
    if (kind !== 'guide') addTextOfKind(kind, { file, collector, input }, text);
  });
  return isCut ? 'in-part' : 'read';
}

function addProgram({ file, collector, input }: Target, text: string): void {
  collector.addProgram(text);
  collector.addText('javascript', file, text, input);
}

function addPython(target: Target, text: string): void {
  const { file, collector, input } = target;
  collector.addText('python', file, text, input);
  let program = text;
  for (const { keys, text: literal, start, end } of pythonLiterals(text)) {
    const kinds = kindsOfKeys(keys);
    if (!kinds) continue;
    addYamlOfKind({ ...target, input: { ...input, path: '' } }, { text: literal }, kinds);
    // A name in a query is no evidence that the program exports it.
    program = program.slice(0, start) + ' '.repeat(end - start) + program.slice(end);
  }
  collector.addOtherLanguage(program);
}

function addJson({ file, collector, input }: Target, text: string): void {
  if (isGrafanaDashboard(text)) collector.addDocument('grafana-dashboard', file, text, input);
}
