import { CUSTOM_BUCKETS_SCHEMA } from '@telltale/model';
import type { BucketRun, NativeHistogram } from '@telltale/model';
import { isRecord } from '../json-record.ts';
import { readNumber } from './read-number.ts';

/** A bucket as the API lists it: whether its bounds belong to it, the bounds, and what is in it. */
interface Row {
  readonly rule: number;
  readonly lower: number;
  readonly upper: number;
  readonly count: number;
}

const MIN_SCHEMA = -4;
const MAX_SCHEMA = 8;
/** Bounds are printed with all their digits; this is for what computing with them loses. */
const INDEX_TOLERANCE = 1e-6;
/** The upper bound of a bucket of the widest schema whose lower one would be less than the smallest number. */
const SMALLEST_CUT = Number.MIN_VALUE * 2 ** 16;
/** A bucket has its upper bound; of exponential ones those below zero have the lower one. */
const HAS_UPPER_BOUND = 0;
/** The zero bucket has both of its bounds. */
const BOTH_BOUNDS = 3;

/**
 * Reads a native histogram of Prometheus' API, which lists populated buckets with their bounds: the schema follows
 * from them. `undefined` for what is no histogram.
 */
export function readHistogram(json: unknown): NativeHistogram | undefined {
  if (!isRecord(json)) return undefined;
  const count = readNumber(json['count']);
  const sum = readNumber(json['sum']);
  const rows = rowsOf(json['buckets'] ?? []);
  if (count === undefined || sum === undefined || rows === undefined) return undefined;
  return { count, sum, counterReset: 'unknown', ...bucketsOf(rows) };
}

function rowsOf(buckets: unknown): readonly Row[] | undefined {
  if (!Array.isArray(buckets)) return undefined;
  const rows: Row[] = [];
  for (const bucket of buckets as readonly unknown[]) {
    if (!Array.isArray(bucket) || bucket.length !== 4) return undefined;
    const [rule, lower, upper, count] = (bucket as readonly unknown[]).map(readNumber);
    if (rule === undefined || lower === undefined || upper === undefined || count === undefined)
      return undefined;
    rows.push({ rule, lower, upper, count });
  }
  return rows;
}

type Buckets = Omit<NativeHistogram, 'count' | 'sum' | 'counterReset'>;

function bucketsOf(rows: readonly Row[]): Buckets {
  const zero = rows.find(({ rule, lower, upper }) => rule === BOTH_BOUNDS && lower === -upper);
  const sided = rows.filter((row) => row !== zero);
  const schema = schemaOf(sided);
  if (schema === undefined) return customBuckets(rows);
  const positive = sided.filter(({ upper }) => upper > 0);
  const negative = sided.filter(({ upper }) => upper <= 0);
  return {
    schema,
    zeroThreshold: zero?.upper ?? 0,
    zeroCount: zero?.count ?? 0,
    positive: runsOf(positive.map(({ upper, count }) => [indexOf(upper, schema), count])),
    negative: runsOf(negative.map(({ lower, count }) => [indexOf(-lower, schema), count])),
    customValues: [],
  };
}

/**
 * The schema whose bounds these are; `undefined` where they follow none. A bucket next to the zero bucket may be cut,
 * so the widest tells.
 */
function schemaOf(rows: readonly Row[]): number | undefined {
  let width = 0;
  for (const { rule, lower, upper } of rows) {
    if (upper <= 0 && rule === HAS_UPPER_BOUND) return undefined;
    if (!Number.isFinite(lower) || !Number.isFinite(upper) || lower * upper < 0) return undefined;
    const [inner, outer] = lower >= 0 ? [lower, upper] : [-upper, -lower];
    // A bucket of a schema begins at zero only where its bound is too small for a number.
    if (inner === 0 && outer > SMALLEST_CUT) return undefined;
    if (inner > 0) width = Math.max(width, Math.log2(outer / inner));
  }
  // Alone beside zero, a bucket is of any schema that has its bound.
  if (width === 0) return rows.every((row) => isBound(outerBound(row), 0)) ? 0 : finestSchema(rows);
  const schema = -Math.log2(width);
  // Not the zero that is negative.
  const nearest = Math.round(schema) + 0;
  const isSchema =
    Math.abs(schema - nearest) < INDEX_TOLERANCE && nearest >= MIN_SCHEMA && nearest <= MAX_SCHEMA;
  return isSchema && rows.every((row) => isBound(outerBound(row), nearest)) ? nearest : undefined;
}

function finestSchema(rows: readonly Row[]): number | undefined {
  return rows.every((row) => isBound(outerBound(row), MAX_SCHEMA)) ? MAX_SCHEMA : undefined;
}

function outerBound({ lower, upper }: Row): number {
  return Math.max(Math.abs(lower), Math.abs(upper));
}

function isBound(bound: number, schema: number): boolean {
  const place = Math.log2(bound) * 2 ** schema;
  return Math.abs(place - Math.round(place)) < INDEX_TOLERANCE;
}

function indexOf(bound: number, schema: number): number {
  return Math.round(Math.log2(bound) * 2 ** schema) + 0;
}

function customBuckets(rows: readonly Row[]): Buckets {
  const bounds = new Set(rows.flatMap(({ lower, upper }) => [lower, upper]).filter(Number.isFinite));
  const customValues = [...bounds].sort((a, b) => a - b);
  const indexed = rows.map(({ upper, count }): [number, number] => {
    const index = customValues.indexOf(upper);
    return [index === -1 ? customValues.length : index, count];
  });
  return {
    schema: CUSTOM_BUCKETS_SCHEMA,
    zeroThreshold: 0,
    zeroCount: 0,
    positive: runsOf(indexed),
    negative: [],
    customValues,
  };
}

/** Neighbours become a run. */
function runsOf(buckets: readonly (readonly [index: number, count: number])[]): readonly BucketRun[] {
  const runs: { start: number; counts: number[] }[] = [];
  for (const [index, count] of buckets.toSorted(([a], [b]) => a - b)) {
    const last = runs.at(-1);
    if (last && last.start + last.counts.length === index) last.counts.push(count);
    else runs.push({ start: index, counts: [count] });
  }
  return runs.map(({ start, counts }) => ({ start, counts: Float64Array.from(counts) }));
}
