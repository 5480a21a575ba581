import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseResource } from './codec/resource-hashes.ts';
import { readSpanBatch } from './codec/span-batch.ts';
import { Tally } from './red/tally.ts';

const text = readFileSync(new URL('../../docs/format.md', import.meta.url), 'utf8');
const TRACE_ID = '0af7651916cd43dd8448eb211c80319c';

function example(name: string): Uint8Array {
  const match = new RegExp(`\`\`\`hex ${name}\n([^\`]+)\`\`\``).exec(text);
  return Uint8Array.from(match![1].trim().split(/\s+/), (byte) => Number.parseInt(byte, 16));
}

describe('the example bytes of traces in docs/format.md', () => {
  it('are the batch of spans that the page says', () => {
    const { fragments, resources } = readSpanBatch(example('span-batch'))!;
    const [get, select] = fragments[0].spans((hash) => parseResource(resources.get(hash)!));
    const shared = { traceId: TRACE_ID, service: 'shop', links: [], resource: { host: 'a' } };
    expect(get).toEqual({
      ...shared,
      spanId: 'b7ad6b7169203331',
      name: 'GET',
      kind: 'server',
      status: 'error',
      startMs: 1000,
      durationMs: 2.5,
      attributes: { code: 500 },
      events: [{ timeMs: 1001, name: 'e', attributes: {} }],
    });
    expect(select).toEqual({
      ...shared,
      spanId: '00f067aa0ba902b7',
      parentSpanId: get.spanId,
      name: 'SELECT',
      kind: 'client',
      status: 'unset',
      startMs: 1000.25,
      durationMs: 1,
      attributes: { 'db.system': 'pg' },
      events: [],
    });
    expect(fragments[0].heads()[1].peer).toBe('pg');
  });

  it('are the tally that the page says', () => {
    const tally = new Tally();
    tally.addWritten(example('tally'));
    expect([tally.calls, tally.errors, tally.meanMs, tally.maxMs]).toEqual([3, 1, 1.5, 2.5]);
    expect(Math.abs(tally.percentileMs(0.5) - 1)).toBeLessThanOrEqual(0.1);
  });
});
