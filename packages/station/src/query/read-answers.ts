import { TelltaleError } from '@telltale/model';
import type { QueryRange } from '@telltale/model';
import type { AnswerOptions, AnswerRequest, QueryAnswer, QueryAnswers } from './query-answers.ts';

/** How the station asks for itself. */
export type ReadOptions = Pick<AnswerOptions, 'timeoutMs' | 'limit'> & { readonly signal?: AbortSignal };

/** A series at one moment. */
export interface ReadSample {
  readonly labels: Readonly<Record<string, string>>;
  /** Not a number for a native histogram. */
  readonly value: number;
}

/** A series over a range; only points that exist, ascending. */
export interface ReadSeries {
  readonly labels: Readonly<Record<string, string>>;
  readonly points: readonly (readonly [timeMs: number, value: number])[];
}

/** The part of the envelope of Prometheus' API that is read here. */
interface Envelope {
  readonly data: {
    readonly resultType: 'vector' | 'matrix' | 'scalar' | 'string';
    readonly result: readonly unknown[];
  };
}

interface PrintedSeries {
  readonly metric: Readonly<Record<string, string>>;
  readonly value?: readonly [number, string];
  readonly values?: readonly (readonly [number, string])[];
}

/** Reads answers of the query thread, where the station itself wants to know something for a page. */
export class AnswerReader {
  readonly #answers: QueryAnswers;

  constructor(answers: QueryAnswers) {
    this.#answers = answers;
  }

  /** The series at a moment; a scalar is one without labels. */
  async instant(query: string, timeMs: number, options: ReadOptions = {}): Promise<readonly ReadSample[]> {
    const { resultType, result } = await this.#ask({ kind: 'instant', query, timeMs }, options);
    if (resultType === 'scalar') return [{ labels: {}, value: parseValue(String(result[1])) }];
    if (resultType !== 'vector') return [];
    return (result as readonly PrintedSeries[]).map(({ metric, value }) => ({
      labels: metric,
      value: value ? parseValue(value[1]) : Number.NaN,
    }));
  }

  /** The series over a range. */
  async range(query: string, range: QueryRange, options: ReadOptions = {}): Promise<readonly ReadSeries[]> {
    const { result } = await this.#ask({ kind: 'range', query, range }, options);
    return (result as readonly PrintedSeries[]).map(({ metric, values = [] }) => ({
      labels: metric,
      points: values.map(([seconds, value]) => [Math.round(seconds * 1000), parseValue(value)] as const),
    }));
  }

  async #ask(request: AnswerRequest, options: ReadOptions): Promise<Envelope['data']> {
    const answer = await this.#answers.answer(request, options);
    const envelope = JSON.parse(await textOf(answer)) as Partial<Envelope>;
    if (!envelope.data) throw new TelltaleError('TT_QUERY_EXECUTION', 'the answer to the query has no data');
    return envelope.data;
  }
}

async function textOf({ body }: QueryAnswer): Promise<string> {
  if (body instanceof Uint8Array) return new TextDecoder().decode(body);
  const decoder = new TextDecoder();
  let text = '';
  for await (const chunk of body) text += decoder.decode(chunk, { stream: true });
  return text + decoder.decode();
}

/** Infinity and NaN as Go writes them. */
function parseValue(text: string): number {
  if (text === '+Inf') return Infinity;
  return text === '-Inf' ? -Infinity : Number(text);
}
