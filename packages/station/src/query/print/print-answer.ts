import type { QueryAnnotation, QueryValue } from '@telltale/model';
import { ChunkWriter } from './chunk-writer.ts';
import { printResult } from './print-result.ts';
import { remarksJson } from './remarks.ts';
import type { PrintedStats } from './stats-json.ts';
import { statsJson } from './stats-json.ts';

/** What stands in the envelope of Prometheus' API. */
export interface PrintedAnswer {
  readonly query: string;
  readonly value: QueryValue;
  readonly annotations: readonly QueryAnnotation[];
  readonly stats?: PrintedStats | undefined;
}

/** Prints the whole body of an answer, chunk by chunk; most answers are one chunk. */
export function* printAnswer(answer: PrintedAnswer): Generator<Uint8Array<ArrayBuffer>> {
  const { query, value, annotations, stats } = answer;
  const writer = new ChunkWriter();
  writer.write('{"status":"success","data":{');
  for (const _ of printResult(value, writer)) if (writer.isFull) yield writer.take();
  writer.write(`${stats ? statsJson(stats) : ''}}${remarksJson(annotations, query)}}`);
  yield writer.take();
}
