import type { FoundDeclaration } from '../found-declaration.ts';
import type { DeclaredMetric } from '../known-series.ts';
import { labelsNamed } from '../known-series.ts';
import type { PythonArgument } from './python-call.ts';
import { argumentsAt, pythonItems, pythonText } from './python-call.ts';

/** `Counter(`, `metrics.counter(`, `metrics.create_counter(`. */
const CALL = /(?:\b(Counter|Gauge|Histogram|Summary)|\.(?:create_)?(counter|gauge|histogram|summary))\s*\(/g;
const METRIC_NAME = /^[a-zA-Z_][\w-]*_[\w-]*$/;

/** The buckets of prometheus_client where none are given. */
const DEFAULT_BUCKETS: readonly number[] = [
  0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10,
];

const KINDS: ReadonlyMap<string, DeclaredMetric['kind']> = new Map([
  ['counter', 'counter'],
  ['gauge', 'gauge'],
  ['histogram', 'histogram'],
  ['summary', 'summary'],
]);

/** Finds declarations of prometheus_client, and of wrappers that are called the same way. */
export function readPythonDeclarations(text: string): readonly FoundDeclaration[] {
  const isPrometheus = /prometheus/i.test(text);
  return [...text.matchAll(CALL)].flatMap((match) => {
    const kind = KINDS.get((match[1] ?? match[2]).toLowerCase());
    const args = argumentsAt(text, match.index + match[0].length - 1);
    const found = kind && args && declarationOf(kind, args);
    // collections.Counter takes a text too: a name that is said to be one, or a help text, tells them apart.
    const isMetric = found && (isPrometheus || found.help !== '' || args[0].name === 'name');
    return found && isMetric ? [found] : [];
  });
}

/** Whether every declaration of a program can be read: then a name in it is no other one's. */
export function isReadInFull(text: string): boolean {
  const found = readPythonDeclarations(text).length;
  return found > 0 && found === [...text.matchAll(CALL)].length;
}

/** What a catalogue keeps of a declaration. */
export function declaredInPython({
  name,
  kind,
  labels,
  buckets,
  hasBuckets,
}: FoundDeclaration): DeclaredMetric {
  const bounds = hasBuckets ? buckets?.filter(Number.isFinite) : DEFAULT_BUCKETS;
  return {
    name,
    kind,
    labels: labels && labelsNamed(labels),
    origin: 'source',
    ...(kind === 'histogram' && bounds && { buckets: bounds }),
  };
}

function declarationOf(
  kind: DeclaredMetric['kind'],
  args: readonly PythonArgument[],
): FoundDeclaration | undefined {
  const positional = args.filter(({ name }) => name === undefined);
  const find = (index: number, ...names: readonly string[]): PythonArgument | undefined =>
    args.find(({ name }) => name !== undefined && names.includes(name)) ?? positional[index];
  const nameArgument = find(0, 'name');
  const name = nameArgument && pythonText(nameArgument.text);
  if (!nameArgument || name === undefined || !METRIC_NAME.test(name)) return undefined;
  const help = find(1, 'documentation', 'help', 'description');
  const labels = find(2, 'labelnames', 'labels', 'label_names');
  const buckets = args.find((argument) => argument.name === 'buckets');
  return {
    name,
    kind,
    help: help ? pythonText(help.text) : '',
    labels: labels ? textItems(labels.text) : [],
    buckets: buckets && numberItems(buckets.text),
    hasBuckets: buckets !== undefined,
    ranges: {
      name: nameArgument,
      help: help ?? nameArgument,
      labels: labels ?? nameArgument,
      buckets: buckets ?? nameArgument,
    },
  };
}

function textItems(text: string): readonly string[] | undefined {
  const items = pythonItems(text)?.map(pythonText);
  return items?.every((item) => item !== undefined) ? items : undefined;
}

function numberItems(text: string): readonly number[] | undefined {
  const items = pythonItems(text)?.map((item) =>
    /inf/i.test(item) ? Infinity : Number(item.replaceAll('_', '')),
  );
  return items?.some(Number.isNaN) ? undefined : items;
}
