import { basename } from 'node:path/posix';
import { MAX_YAML_LENGTH } from '@telltale/formats';
import type { InputCollector } from '../workspace/input-collector.ts';
import type { TextKind } from './classify-text.ts';
import { isYamlTemplate, kindOfName, kindOfYaml } from './classify-text.ts';
import type { DecodedText } from './decode-text.ts';
import { documentKindOfYaml, isGrafanaDashboard } from './document-kind.ts';
import { fencedBlocks } from './fenced-blocks.ts';

/** What became of a text. */
export type AddedAs = 'read' | 'template' | 'too-large-rules' | 'too-large';

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
  if (kind === 'yaml' || (kind === 'none' && isNamed)) return addYamlText(file, decoded, collector, isNamed);
  addTextOfKind(kind, file, decoded.text, collector);
  return 'read';
}

function addYamlText(
  file: string,
  decoded: DecodedText,
  collector: InputCollector,
  isNamed: boolean,
): AddedAs {
  const { text } = decoded;
  const found = kindOfYaml(text);
  const document = found === 'none' ? documentKindOfYaml(text) : undefined;
  const kind = found === 'none' && isNamed && !document ? 'rules' : found;
  if (kind === 'none' && !document) return 'read';
  if (text.length > MAX_YAML_LENGTH) return kind === 'rules' ? 'too-large-rules' : 'too-large';
  if (!isNamed && isYamlTemplate(text)) return 'template';
  if (document) collector.addDocument(document, file, text);
  else if (kind !== 'none') addYaml(kind, file, decoded, collector);
  return 'read';
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

function addTextOfKind(kind: TextKind, file: string, text: string, collector: InputCollector): void {
  if (kind === 'program') addProgram(file, text, collector);
  else if (kind === 'dashboard') addJson(file, text, collector);
  else if (kind === 'python') addPython(file, text, collector);
  else if (kind === 'other-language') collector.addOtherLanguage(text);
  else if (kind === 'logstash' || kind === 'shell' || kind === 'env') collector.addText(kind, file, text);
  else if (kind === 'metrics-page') collector.addMetricsPage(file, Buffer.from(text), 'text/plain');
  else if (kind === 'guide') addGuide(file, text, collector);
}

/** A guide's examples are read as the files that readers make of them. */
function addGuide(file: string, markdown: string, collector: InputCollector): void {
  collector.addText('markdown', file, markdown);
  for (const { language, text } of fencedBlocks(markdown)) {
    if (/^(?:javascript|typescript|[cm]?[jt]s|[jt]sx)$/.test(language)) addProgram(file, text, collector);
    else if (/^py(?:thon)?$/.test(language)) addPython(file, text, collector);
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

function addPython(file: string, text: string, collector: InputCollector): void {
  collector.addOtherLanguage(text);
  collector.addText('python', file, text);
}

function addJson(file: string, text: string, collector: InputCollector): void {
  if (isGrafanaDashboard(text)) collector.addDocument('grafana-dashboard', file, text);
}
