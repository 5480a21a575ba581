import type { StationApi } from '../../data/station-api.ts';

type Labels = Readonly<Record<string, string>>;

/** A series of an answer to a query at one moment, as Prometheus' API gives it. */
interface RawSeries {
  readonly metric: Labels;
  readonly value?: readonly [number, string];
  readonly values?: readonly (readonly [number, string])[];
  readonly histogram?: readonly [number, { readonly count: string; readonly sum: string }];
}

/** The answer of `/api/v1/query`. */
export interface RawAnswer {
  readonly status: string;
  readonly data: {
    readonly resultType: string;
    readonly result: readonly RawSeries[] | readonly [number, string];
    readonly stats?: {
      readonly timings?: { readonly evalTotalTime?: number };
      readonly samples?: { readonly totalQueryableSamples?: number };
    };
  };
  readonly warnings?: readonly string[];
  readonly infos?: readonly string[];
}

/** An answer at one moment, with what it cost. */
export interface InstantAnswer {
  readonly raw: RawAnswer;
  readonly rows: readonly InstantRow[];
  readonly stats: { readonly durationMs: number | undefined; readonly samples: number | undefined };
}

/** A series and its value at the moment. */
export interface InstantRow {
  readonly labels: Labels;
  /** As the station wrote it, so that nothing is lost. */
  readonly text: string;
  readonly value: number | null;
}

const SECOND_MS = 1000;
/** Series that are asked for: a table of more helps nobody, and a page of more stands still. */
export const MAX_ROWS = 10_000;

/** Asks for the answer at one moment. */
export async function askInstant(
  api: StationApi,
  query: string,
  atMs: number,
  signal: AbortSignal,
): Promise<InstantAnswer> {
  const raw = await api.http.get<RawAnswer>(
    '/api/v1/query',
    { query, time: atMs / SECOND_MS, limit: MAX_ROWS, stats: 'true' },
    signal,
  );
  const { timings, samples } = raw.data.stats ?? {};
  const seconds = timings?.evalTotalTime;
  return {
    raw,
    rows: rowsOf(raw),
    stats: {
      durationMs: seconds === undefined ? undefined : seconds * SECOND_MS,
      samples: samples?.totalQueryableSamples,
    },
  };
}

/** The series of an answer of any type: a number or a text is one without labels. */
export function rowsOf({ data }: RawAnswer): readonly InstantRow[] {
  const { result } = data;
  if (isPoint(result)) return [row({}, result[1])];
  return result.map(({ metric, value, values, histogram }) => {
    if (histogram !== undefined) {
      const [, { count, sum }] = histogram;
      return { ...row(metric, count), text: `count ${count}, sum ${sum}` };
    }
    if (values === undefined) return row(metric, value?.[1] ?? '');
    const { length } = values;
    const last = values.at(-1)?.[1] ?? '';
    return { ...row(metric, last), text: `${last} (${length} ${length === 1 ? 'sample' : 'samples'})` };
  });
}

function isPoint(result: RawAnswer['data']['result']): result is readonly [number, string] {
  return typeof result[0] === 'number';
}

function row(labels: Labels, text: string): InstantRow {
  const value = text === '' ? NaN : Number(text.replace('Inf', 'Infinity'));
  return { labels, text, value: Number.isNaN(value) ? null : value };
}
