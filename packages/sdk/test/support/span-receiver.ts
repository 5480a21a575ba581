import type { ServerResponse } from 'node:http';
import { gunzipSync } from 'node:zlib';
import type { Span } from '@telltale/model';
import { parseOtlpTraces } from '@telltale/model/wire';
import { expect } from 'vitest';
import type { Receiver } from './receiver.ts';
import { startReceiver } from './receiver.ts';

/** A server that takes nothing but correct OTLP, and keeps the spans. */
export interface SpanReceiver extends Receiver {
  /** Those of requests that were answered with success. */
  readonly spans: readonly Span[];
}

/** Answers with success, or as told; the number of the request counts from 0. */
export async function startSpanReceiver(
  answer: (response: ServerResponse, number: number) => void = (response) => response.end(),
): Promise<SpanReceiver> {
  const spans: Span[] = [];
  const receiver = await startReceiver((response, number) => {
    const { method, path, headers, body } = receiver.requests[number];
    expect([method, path, headers['content-type']]).toEqual(['POST', '/v1/traces', 'application/x-protobuf']);
    const bytes = headers['content-encoding'] === 'gzip' ? gunzipSync(body) : body;
    const { items, faults } = parseOtlpTraces(bytes);
    expect(faults).toEqual([]);
    answer(response, number);
    // Before the client knows of it.
    if (response.statusCode === 200) spans.push(...items);
  });
  return { ...receiver, spans };
}
