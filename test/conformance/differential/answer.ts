import type { QueryValue } from '@telltale/model';
import { LabelSet, TelltaleError } from '@telltale/model';

/** A question to both engines. */
export interface Question {
  readonly query: string;
  readonly startMs: number;
  readonly endMs: number;
  /** 0 asks for one moment, `startMs`. */
  readonly stepMs: number;
}

/** Points of a series by time in milliseconds. */
export type Points = ReadonlyMap<number, number>;

/** What an engine says: series by their labels, or that it refuses. */
export type Answer =
  | { readonly kind: 'series'; readonly series: ReadonlyMap<string, Points> }
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'refusal'; readonly reason: string };

/** The answer that a value is. A scalar is a series without labels of its own. */
export function answerOf(value: QueryValue): Answer {
  if (value.type === 'string') return { kind: 'text', text: value.value };
  if (value.type === 'scalar') return scalar(value.timestampMs, value.value);
  const series = new Map<string, Points>();
  if (value.type === 'vector') {
    for (const sample of value.samples)
      series.set(sample.labels.toString(), new Map([[sample.timestampMs, sample.value]]));
  } else {
    for (const { labels, timestamps, values } of value.series)
      series.set(labels.toString(), new Map([...timestamps].map((ms, i) => [ms, values[i]])));
  }
  return { kind: 'series', series };
}

/** The answer that an error of our engine is. Anything but a refusal is thrown again. */
export function refusalOf(error: unknown): Answer {
  if (error instanceof TelltaleError) return { kind: 'refusal', reason: error.message };
  throw error;
}

type WirePoint = readonly [seconds: number, value: string];
type WireSeries = {
  readonly metric: Readonly<Record<string, string>>;
  readonly value?: WirePoint;
  readonly values?: readonly WirePoint[];
};

/** What Prometheus' HTTP API sends. */
export type WireAnswer =
  | { readonly status: 'error'; readonly error: string }
  | {
      readonly status: 'success';
      readonly data:
        | { readonly resultType: 'scalar'; readonly result: WirePoint }
        | { readonly resultType: 'string'; readonly result: WirePoint }
        | { readonly resultType: 'vector'; readonly result: readonly WireSeries[] }
        | { readonly resultType: 'matrix'; readonly result: readonly WireSeries[] };
    };

/** The answer that Prometheus' HTTP API sends. */
export function answerOfWire(wire: WireAnswer): Answer {
  if (wire.status === 'error') return { kind: 'refusal', reason: wire.error };
  const { data } = wire;
  if (data.resultType === 'string') return { kind: 'text', text: data.result[1] };
  if (data.resultType === 'scalar') return scalar(...pointOf(data.result));
  const series = new Map<string, Points>();
  for (const { metric, value, values } of data.result)
    series.set(LabelSet.of(metric).toString(), new Map((values ?? (value ? [value] : [])).map(pointOf)));
  return { kind: 'series', series };
}

function scalar(ms: number, value: number): Answer {
  return { kind: 'series', series: new Map([['scalar', new Map([[ms, value]])]]) };
}

function pointOf([seconds, value]: WirePoint): [ms: number, value: number] {
  return [Math.round(seconds * 1000), numberOf(value)];
}

function numberOf(text: string): number {
  if (text === '+Inf') return Infinity;
  return text === '-Inf' ? -Infinity : Number(text);
}
