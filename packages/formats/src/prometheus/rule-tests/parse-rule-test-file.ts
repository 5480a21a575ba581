import type { FilePosition, NativeHistogram } from '@telltale/model';
import type { FormatIssue } from '../../yaml/format-issue.ts';
import type { LocatedText } from '../../yaml/mapping-reader.ts';
import { MappingReader } from '../../yaml/mapping-reader.ts';
import type { YamlFile } from '../../yaml/yaml-file.ts';
import { readYaml } from '../../yaml/yaml-file.ts';
import { parseHistogramLiteral } from './histogram-literal.ts';
import { parseSeriesValues } from './parse-series-values.ts';
import type {
  ExpectedAlert,
  ExpectedSample,
  ParsedRuleTest,
  RuleTestFile,
  RuleTestValue,
} from './rule-test-file.ts';
import { SeriesNotationError } from './series-notation-error.ts';
import { parseYamlNumber } from './yaml-number.ts';

/** A test file as read: what could be read of it, and every fault. */
export interface ParsedRuleTestFile extends RuleTestFile<ParsedRuleTest> {
  readonly file: string;
  readonly issues: readonly FormatIssue[];
}

const DEFAULT_INTERVAL_MS = 60_000;

/**
 * Parses a test file of `promtool test rules`, of any version up to 3.14. Faults are collected, never thrown.
 * The expressions and the names of series are not parsed.
 */
export function parseRuleTestFile(text: string, file: string): ParsedRuleTestFile {
  const yaml = readYaml(text, file);
  const reader = MappingReader.of(yaml, yaml.roots.at(0) ?? {}, 'rule test file');
  if (!reader) {
    if (yaml.roots.length === 0) yaml.issues.error('missing-field', 0, 'the file has no content');
    return {
      file,
      ruleFiles: [],
      evaluationIntervalMs: DEFAULT_INTERVAL_MS,
      tests: [],
      issues: yaml.issues.issues(),
    };
  }
  const evaluationIntervalMs = reader.durationMs('evaluation_interval') || DEFAULT_INTERVAL_MS;
  const ruleFiles = reader.textItems('rule_files').map(({ text: path }) => path);
  const groupEvalOrder = readGroupOrder(yaml, reader);
  const fuzzyCompare = reader.flag('fuzzy_compare');
  const tests = reader.items('tests').flatMap((item) => {
    const test = MappingReader.of(yaml, item, 'test');
    return test ? [readTest(yaml, test, evaluationIntervalMs)] : [];
  });
  reader.finish();
  return {
    file,
    ruleFiles,
    evaluationIntervalMs,
    ...(groupEvalOrder.length > 0 && { groupEvalOrder }),
    ...(fuzzyCompare !== undefined && { fuzzyCompare }),
    tests,
    issues: yaml.issues.issues(),
  };
}

function readGroupOrder(yaml: YamlFile, reader: MappingReader): readonly string[] {
  const names = reader.textItems('group_eval_order');
  for (const [index, { text, offset }] of names.entries()) {
    if (names.findIndex((other) => other.text === text) === index) continue;
    yaml.issues.error('duplicate-name', offset, `the group '${text}' is named twice`, 'remove one of them');
  }
  return names.map(({ text }) => text);
}

function readTest(yaml: YamlFile, reader: MappingReader, evaluationIntervalMs: number): ParsedRuleTest {
  const intervalMs = reader.durationMs('interval') || evaluationIntervalMs;
  const name = reader.text('name') ?? '';
  const series = reader.items('input_series').flatMap((item) => readSeries(yaml, item) ?? []);
  const checks = reader.items('alert_rule_test').flatMap((item) => readCheck(yaml, item) ?? []);
  const queryChecks = reader.items('promql_expr_test').flatMap((item) => readQueryCheck(yaml, item) ?? []);
  const externalLabels = recordOf(reader.texts('external_labels'));
  const externalUrl = reader.text('external_url');
  const startMs = readStart(yaml, reader);
  reader.finish();
  return {
    name,
    intervalMs,
    series,
    checks,
    queryChecks,
    ...(Object.keys(externalLabels).length > 0 && { externalLabels }),
    ...(externalUrl !== undefined && { externalUrl }),
    ...(startMs !== undefined && { startMs }),
    position: positionOf(yaml, reader),
  };
}

/** A Unix time in seconds, or a date as RFC 3339 writes it. */
function readStart(yaml: YamlFile, reader: MappingReader): number | undefined {
  const located = reader.located('start_timestamp');
  if (!located || located.text === '') return undefined;
  const seconds = parseYamlNumber(located.text);
  const startMs = seconds === undefined ? Date.parse(located.text) : seconds * 1000;
  if (Number.isFinite(startMs)) return Math.round(startMs);
  const message = `'start_timestamp' is no time: ${JSON.stringify(located.text)}`;
  yaml.issues.error(
    'bad-value',
    located.offset,
    message,
    'write a Unix time in seconds or 2026-11-22T03:00:00Z',
  );
  return undefined;
}

function readSeries(yaml: YamlFile, item: unknown): ParsedRuleTest['series'][number] | undefined {
  const reader = MappingReader.of(yaml, item, 'series');
  if (!reader) return undefined;
  const series = reader.required('series', 'name the series: up{job="shop"}');
  const values = reader.located('values');
  reader.finish();
  if (!series) return undefined;
  return { series: series.text, values: readValues(yaml, values), position: positionOf(yaml, reader) };
}

function readValues(yaml: YamlFile, located: LocatedText | undefined): readonly RuleTestValue[] {
  if (!located) return [];
  return orIssue(yaml, located, () => parseSeriesValues(located.text)) ?? [];
}

function orIssue<Result>(yaml: YamlFile, { offset }: LocatedText, read: () => Result): Result | undefined {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof SeriesNotationError)) throw error;
    yaml.issues.error('bad-value', offset, error.message, 'write values such as 0+15x40 600 _x3 stale');
    return undefined;
  }
}

function readCheck(yaml: YamlFile, item: unknown): ParsedRuleTest['checks'][number] | undefined {
  const reader = MappingReader.of(yaml, item, 'alert test');
  if (!reader) return undefined;
  const atMs = reader.durationMs('eval_time') ?? 0;
  const alertName = reader.required('alertname', 'name the alert that is expected, or expected not to fire');
  const alerts = reader.items('exp_alerts').flatMap((expected) => readAlert(yaml, expected) ?? []);
  reader.finish();
  return alertName && { atMs, alertName: alertName.text, alerts, position: positionOf(yaml, reader) };
}

function readAlert(yaml: YamlFile, item: unknown): ExpectedAlert | undefined {
  const reader = MappingReader.of(yaml, item, 'expected alert');
  if (!reader) return undefined;
  const labels = recordOf(reader.texts('exp_labels'));
  const annotations = recordOf(reader.texts('exp_annotations'));
  reader.finish();
  return { labels, annotations };
}

function readQueryCheck(yaml: YamlFile, item: unknown): ParsedRuleTest['queryChecks'][number] | undefined {
  const reader = MappingReader.of(yaml, item, 'query test');
  if (!reader) return undefined;
  const expr = reader.required('expr', 'write the query that is asked');
  const atMs = reader.durationMs('eval_time') ?? 0;
  const samples = reader.items('exp_samples').flatMap((expected) => readSample(yaml, expected) ?? []);
  reader.finish();
  return expr && { expr: expr.text, atMs, samples, position: positionOf(yaml, reader) };
}

function readSample(yaml: YamlFile, item: unknown): ExpectedSample | undefined {
  const reader = MappingReader.of(yaml, item, 'expected sample');
  if (!reader) return undefined;
  const labels = reader.text('labels') ?? '';
  const value = readNumber(yaml, reader.located('value'));
  const histogram = readHistogram(yaml, reader.located('histogram'));
  reader.finish();
  return { labels, value, ...(histogram && { histogram }) };
}

function readNumber(yaml: YamlFile, located: LocatedText | undefined): number {
  if (!located || located.text === '') return 0;
  const value = parseYamlNumber(located.text);
  if (value !== undefined) return value;
  yaml.issues.error(
    'wrong-type',
    located.offset,
    `'value' must be a number, not ${JSON.stringify(located.text)}`,
  );
  return Number.NaN;
}

function readHistogram(yaml: YamlFile, located: LocatedText | undefined): NativeHistogram | undefined {
  if (!located || located.text.trim() === '') return undefined;
  const text = located.text.trim();
  const inner = text.startsWith('{{') && text.endsWith('}}') ? text.slice(2, -2) : text;
  return orIssue(yaml, located, () => parseHistogramLiteral(inner));
}

/** Null-prototype objects keep a label named `__proto__` an ordinary label. */
function recordOf(texts: ReadonlyMap<string, LocatedText>): Readonly<Record<string, string>> {
  const record: Record<string, string> = Object.create(null);
  for (const [name, { text }] of texts) record[name] = text;
  return record;
}

function positionOf(yaml: YamlFile, { offset }: MappingReader): FilePosition {
  return yaml.source.positionAt(offset);
}
