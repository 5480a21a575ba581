import type { FilePosition } from '@telltale/model';
import type { FormatIssue } from '../../yaml/format-issue.ts';
import type { LocatedText } from '../../yaml/mapping-reader.ts';
import { MappingReader } from '../../yaml/mapping-reader.ts';
import type { ScalarSource } from '../../yaml/scalar-source.ts';
import type { YamlFile } from '../../yaml/yaml-file.ts';
import { readYaml } from '../../yaml/yaml-file.ts';
import type { FileRule, ParsedRule, ParsedRuleGroup } from './rule-group.ts';

/** A rule file as read: the groups that could be read, and every fault. */
export interface ParsedRuleFile {
  readonly file: string;
  readonly groups: readonly ParsedRuleGroup[];
  readonly issues: readonly FormatIssue[];
}

/**
 * Parses a Prometheus rule file, or Kubernetes `PrometheusRule` objects, alone, in a `List` or in
 * several documents. Faults are collected, never thrown; a rule whose name or expression cannot be
 * read is left out of the groups. The expressions themselves are not parsed.
 */
export function parseRuleFile(text: string, file: string): ParsedRuleFile {
  const yaml = readYaml(text, file);
  const groups = yaml.roots.flatMap((root, index) => readDocument(yaml, root, index));
  return { file, groups, issues: yaml.issues.issues() };
}

function readDocument(yaml: YamlFile, root: unknown, index: number): readonly ParsedRuleGroup[] {
  const document = MappingReader.of(yaml, root, 'rule file');
  if (!document) return [];
  if (document.has('kind') && document.has('apiVersion')) return readKubernetesObject(yaml, document);
  const groups = readGroups(yaml, document);
  document.finish();
  if (index > 0) {
    const message = 'Prometheus reads only the first document of a rule file';
    yaml.issues.warning(
      'ignored-document',
      document.offset,
      message,
      'move the groups into the first document',
    );
  }
  return groups;
}

function readKubernetesObject(yaml: YamlFile, object: MappingReader): readonly ParsedRuleGroup[] {
  if (object.text('kind')?.endsWith('List')) {
    return object.items('items').flatMap((item) => {
      const child = MappingReader.of(yaml, item, 'Kubernetes object');
      return child ? readKubernetesObject(yaml, child) : [];
    });
  }
  if (object.text('kind') !== 'PrometheusRule') return [];
  const spec = object.mapping('spec', 'PrometheusRule spec');
  if (!spec) return [];
  const groups = readGroups(yaml, spec);
  spec.finish();
  return groups;
}

function readGroups(yaml: YamlFile, parent: MappingReader): readonly ParsedRuleGroup[] {
  const names = new Set<string>();
  return parent.items('groups').flatMap((item) => {
    const reader = MappingReader.of(yaml, item, 'rule group');
    const group = reader && readGroup(yaml, reader);
    if (!reader || !group) return [];
    if (names.has(group.name)) {
      const message = `the file has two groups named '${group.name}'`;
      yaml.issues.error('duplicate-name', reader.offsetOfField('name'), message, 'rename one of them');
    }
    names.add(group.name);
    return [group];
  });
}

function readGroup(yaml: YamlFile, reader: MappingReader): ParsedRuleGroup {
  const name = reader.required('name', 'give the group a name: Prometheus reports it by name');
  const intervalMs = reader.durationMs('interval');
  const interval = reader.located('interval');
  const limit = reader.count('limit');
  const queryOffsetMs = reader.durationMs('query_offset');
  const labels = checkNames(yaml, reader.texts('labels'), 'labels');
  const rules = reader.items('rules').flatMap((item) => readRule(yaml, item) ?? []);
  // Fields of the Prometheus operator and of Thanos: valid there, without meaning for the rules.
  reader.takeUnread(['partial_response_strategy']);
  reader.finish();
  return {
    name: name?.text ?? '',
    ...(intervalMs !== undefined && { intervalMs }),
    ...(limit !== undefined && { limit }),
    ...(queryOffsetMs !== undefined && { queryOffsetMs }),
    labels,
    rules,
    position: yaml.source.positionAt(reader.offset),
    ...(interval && { intervalPosition: yaml.source.positionAt(interval.offset) }),
  };
}

function readRule(yaml: YamlFile, item: unknown): ParsedRule | undefined {
  const reader = MappingReader.of(yaml, item, 'rule');
  if (!reader) return undefined;
  const alert = reader.located('alert');
  const record = reader.located('record');
  const expr = reader.required('expr', 'a rule needs an expression');
  const labels = reader.texts('labels');
  const common = { expr: expr?.text ?? '', labels: checkNames(yaml, labels, 'labels') };
  const timing = {
    forMs: reader.durationMs('for') ?? 0,
    keepFiringForMs: reader.durationMs('keep_firing_for') ?? 0,
  };
  const annotationTexts = reader.texts('annotations');
  const annotations = checkNames(yaml, annotationTexts, 'annotations');
  reader.finish();
  const name = readName(yaml, reader, alert, record);
  if (!name || !expr) return undefined;
  const rule: FileRule =
    name === alert
      ? { kind: 'alerting', name: name.text, ...common, ...timing, annotations }
      : { kind: 'recording', name: name.text, ...common };
  const positionOf = (offset: number): FilePosition => yaml.source.positionAt(offset);
  return {
    ...rule,
    position: positionOf(reader.offset),
    namePosition: positionOf(name.offset),
    exprSource: expr.source,
    fieldPositions: fieldPositions(yaml, reader),
    labelSources: sourcesOf(labels),
    annotationSources: sourcesOf(annotationTexts),
  };
}

const PLACED_FIELDS: readonly string[] = ['for', 'keep_firing_for', 'labels', 'annotations'];

function fieldPositions(yaml: YamlFile, reader: MappingReader): ReadonlyMap<string, FilePosition> {
  const present = PLACED_FIELDS.filter((field) => reader.has(field));
  return new Map(present.map((field) => [field, yaml.source.positionAt(reader.offsetOfField(field))]));
}

function sourcesOf(texts: ReadonlyMap<string, LocatedText>): ReadonlyMap<string, ScalarSource> {
  return new Map([...texts].map(([name, { source }]) => [name, source]));
}

/** The name, after the rules that tie the other fields to the kind of rule. */
function readName(
  yaml: YamlFile,
  reader: MappingReader,
  alert: LocatedText | undefined,
  record: LocatedText | undefined,
): LocatedText | undefined {
  const { issues } = yaml;
  const name = alert ?? record;
  if (!name || name.text.trim() === '') {
    issues.error('missing-field', reader.offset, "the rule has no 'alert' and no 'record'", 'name the rule');
    return undefined;
  }
  if (alert && record) {
    const fix = 'make two rules of them';
    issues.error('bad-value', record.offset, "a rule cannot be both 'alert' and 'record'", fix);
  } else if (record) checkRecording(yaml, reader, record);
  return name;
}

function checkRecording(yaml: YamlFile, reader: MappingReader, record: LocatedText): void {
  for (const field of ['for', 'keep_firing_for', 'annotations']) {
    if (!reader.has(field)) continue;
    const message = `a recording rule has no '${field}'`;
    yaml.issues.error('unknown-field', reader.offsetOfField(field), message, `remove '${field}'`);
  }
  if (!/[{}]/.test(record.text)) return;
  const message = `'${record.text}' is not a metric name`;
  yaml.issues.error('bad-value', record.offset, message, "write the bare name; labels go into 'labels'");
}

/** Null-prototype objects keep a label named `__proto__` an ordinary label. */
function checkNames(
  yaml: YamlFile,
  texts: ReadonlyMap<string, LocatedText>,
  field: 'labels' | 'annotations',
): Readonly<Record<string, string>> {
  const labels: Record<string, string> = Object.create(null);
  for (const [name, { text, offset }] of texts) {
    if (name === '' || (name === '__name__' && field === 'labels')) {
      const message = `'${name}' is not allowed as a name in '${field}'`;
      yaml.issues.error('bad-value', offset, message, 'rename it');
    } else labels[name] = text;
  }
  return labels;
}
