import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import type { Proof } from 'telltale-example-support/proving';
import { waitFor } from 'telltale-example-support/waiting';

import type { Bench } from '../bench.ts';

/** A line of a log. */
interface Line {
  readonly timestamp: string;
  readonly level: string;
  readonly message: string;
  readonly trace_id?: string;
  readonly span_id?: string;
  readonly request_id?: string;
}

/** A record as the station gives it. */
interface Found {
  readonly records: readonly {
    readonly message: string;
    readonly traceId?: string;
    readonly service: string;
  }[];
}

/** What the programs say while they work. */
export const LOG_PROOFS: readonly Proof<Bench>[] = [
  {
    rows: ['S3-01', 'S3-04', 'S3-33'],
    title: 'each call of a method is a line of JSON in the file, with its trace, its span and its request',
    run: async (bench) => {
      await waitFor('a line of Orders.place', () => linesOf(bench, 'Orders.place').length > 0);
      for (const line of linesOf(bench, 'Orders.place')) {
        assert.match(line.trace_id ?? '', /^[0-9a-f]{32}$/);
        assert.match(line.span_id ?? '', /^[0-9a-f]{16}$/);
        assert.ok(line.request_id, 'a line without its request');
      }
    },
  },
  {
    rows: ['S3-07', 'S3-11'],
    title: 'what goes to Elasticsearch is found again: the lines of the file are those that are searched',
    run: async (bench) => {
      await waitFor('an order', () => linesOf(bench, 'order placed').length > 0);
      const [first] = linesOf(bench, 'order placed');
      const traceId = first.trace_id ?? '';
      await waitFor('the order in the station', async () => {
        const { records } = await bench.ask<Found>('logs', { query: `trace:${traceId}`, limit: '100' });
        return records.some(({ message }) => message === 'order placed');
      });
    },
  },
];

function linesOf(bench: Bench, text: string): readonly Line[] {
  const lines = readFileSync(bench.logOf('orders'), 'utf8').split('\n').filter(Boolean);
  return lines.map((line) => JSON.parse(line) as Line).filter(({ message }) => message.includes(text));
}
