import type { Aggregate, NativeOptions } from '@telltale/definition';
import type { MetricView } from '../../metrics/view/metric-view.ts';
import { DamagedPages } from './page-reader.ts';

/** What is said of a metric, without its series. */
export type MetricHead = Omit<MetricView, 'pages' | 'seriesCount'>;

const KINDS: ReadonlySet<string> = new Set<MetricHead['kind']>([
  'counter',
  'gauge',
  'histogram',
  'summary',
  'info',
  'stateset',
]);
const AGGREGATES: ReadonlySet<string> = new Set<Aggregate>(['sum', 'max', 'min', 'average', 'first', 'omit']);

const MAX_TEXT = 100_000;
const MAX_NAMES = 4096;

/** The head of a metric as JSON: written once, so that its size matters little. */
export function formatHead(head: MetricHead): string {
  const { name, kind, help, unit, labelNames, bounds, native, quantiles, states } = head;
  const { aggregate, hasExemplars, width, maxSeries, createdMs } = head;
  const shape = { labelNames, bounds, native, quantiles, states, width };
  return JSON.stringify({ name, kind, help, unit, ...shape, aggregate, hasExemplars, maxSeries, createdMs });
}

/** Reads what {@link formatHead} wrote; throws `DamagedPages` for anything that no metric can be. */
export function parseHead(text: string): MetricHead {
  const given = parseObject(text);
  const kind = textOf(given, 'kind');
  const aggregate = textOf(given, 'aggregate');
  if (!isKind(kind) || !isAggregate(aggregate)) throw new DamagedPages('an unknown kind of metric');
  const head: MetricHead = {
    name: textOf(given, 'name'),
    kind,
    help: textOf(given, 'help'),
    unit: textOf(given, 'unit'),
    labelNames: textsOf(given, 'labelNames'),
    bounds: numbersOf(given, 'bounds'),
    native: given.native === undefined ? undefined : parseNative(given.native),
    quantiles: numbersOf(given, 'quantiles'),
    states: textsOf(given, 'states'),
    aggregate,
    hasExemplars: given.hasExemplars === true,
    width: numberOf(given, 'width'),
    maxSeries: given.maxSeries === undefined ? undefined : numberOf(given, 'maxSeries'),
    createdMs: numberOf(given, 'createdMs'),
  };
  if (!isSound(head)) throw new DamagedPages('a metric that cannot be');
  return head;
}

/** Whether series of both can be added: the same labels, buckets and states. */
export function isAddable(one: MetricHead, other: MetricHead): boolean {
  return (
    one.kind === other.kind &&
    one.width === other.width &&
    isSame(one.labelNames, other.labelNames) &&
    isSame(one.bounds, other.bounds) &&
    isSame(one.states, other.states) &&
    one.native?.zeroThreshold === other.native?.zeroThreshold
  );
}

function isSame(one: readonly unknown[], other: readonly unknown[]): boolean {
  return one.length === other.length && one.every((value, index) => value === other[index]);
}

function isSound(head: MetricHead): boolean {
  const { name, kind, labelNames, bounds, states, width } = head;
  return (
    name !== '' &&
    width === widthOf(kind, bounds.length, states.length) &&
    labelNames.every(
      (label) => label !== '' && label !== reservedLabel(kind, name) && label !== '__name__',
    ) &&
    new Set(labelNames).size === labelNames.length &&
    bounds.every((bound, index) => index === 0 || bound > bounds[index - 1]) &&
    new Set(states).size === states.length
  );
}

function reservedLabel(kind: MetricHead['kind'], name: string): string | undefined {
  if (kind === 'histogram') return 'le';
  if (kind === 'summary') return 'quantile';
  return kind === 'stateset' ? name : undefined;
}

function widthOf(kind: MetricHead['kind'], bounds: number, states: number): number {
  if (kind === 'histogram') return 2 + bounds;
  if (kind === 'summary') return 2;
  return kind === 'stateset' ? states : 1;
}

function isKind(text: string): text is MetricHead['kind'] {
  return KINDS.has(text);
}

function isAggregate(text: string): text is Aggregate {
  return AGGREGATES.has(text);
}

type Fields = Readonly<Record<string, unknown>>;

function parseObject(text: string): Fields {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new DamagedPages('a description that is no JSON');
  }
  return fieldsOf(value);
}

function fieldsOf(value: unknown): Fields {
  if (typeof value !== 'object' || value === null) throw new DamagedPages('a description without fields');
  return value as Fields;
}

function parseNative(value: unknown): NativeOptions {
  const fields = fieldsOf(value);
  const native = {
    factor: numberOf(fields, 'factor'),
    maxBuckets: numberOf(fields, 'maxBuckets'),
    zeroThreshold: numberOf(fields, 'zeroThreshold'),
  };
  if (!(native.maxBuckets >= 1) || native.zeroThreshold < 0) throw new DamagedPages('native buckets');
  return native;
}

function textOf(fields: Fields, name: string): string {
  return soundText(Object.hasOwn(fields, name) ? fields[name] : undefined);
}

function soundText(value: unknown): string {
  if (typeof value !== 'string' || value.length > MAX_TEXT || value.includes('\0')) {
    throw new DamagedPages('a description with a wrong text');
  }
  return value.toWellFormed();
}

function numberOf(fields: Fields, name: string): number {
  return soundNumber(Object.hasOwn(fields, name) ? fields[name] : undefined);
}

function soundNumber(value: unknown): number {
  if (typeof value !== 'number' || !Number.isFinite(value))
    throw new DamagedPages('a description with a wrong number');
  return value;
}

function textsOf(fields: Fields, name: string): readonly string[] {
  return listOf(fields, name).map(soundText);
}

function numbersOf(fields: Fields, name: string): readonly number[] {
  return listOf(fields, name).map(soundNumber);
}

function listOf(fields: Fields, name: string): readonly unknown[] {
  const list = fields[name];
  if (!Array.isArray(list) || list.length > MAX_NAMES)
    throw new DamagedPages('a description with a wrong list');
  return list;
}
