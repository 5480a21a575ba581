import type { Span } from '@telltale/model';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { run } from '../../test/support/run-cli.ts';
import { shopRecord, startSignalStation } from '../../test/support/signal-station.ts';
import type { SignalStation } from '../../test/support/signal-station.ts';
import { traceTree } from '../traces/trace-tree.ts';

const MINUTE_MS = 60_000;
const nowMs = Date.now();
let nextId = 1;
const id = (digits: number) => (nextId++).toString(16).padStart(digits, '0');

function span(over: Partial<Span>): Span {
  const ids = { traceId: id(32), spanId: id(16) };
  const nothing = { attributes: {}, resource: {}, events: [], links: [] };
  const work = { name: 'work', kind: 'internal', status: 'unset', service: 'shop' } as const;
  return { ...ids, ...work, startMs: nowMs - MINUTE_MS, durationMs: 10, ...nothing, ...over };
}

/** A purchase, which asks the payment service. */
function purchase(startMs: number, fails: boolean, payMs: number): readonly [Span, Span, Span] {
  const status = fails ? 'error' : 'unset';
  const root = span({
    name: 'POST /buy',
    kind: 'server',
    startMs,
    durationMs: payMs + 20,
    status,
    attributes: { tier: fails ? 'gold' : 'free' },
  });
  const { traceId } = root;
  const call = span({
    traceId,
    parentSpanId: root.spanId,
    name: 'POST',
    kind: 'client',
    startMs: startMs + 5,
    durationMs: payMs + 10,
  });
  const pay = span({
    traceId,
    parentSpanId: call.spanId,
    service: 'pay',
    name: 'POST /charge',
    kind: 'server',
    startMs: startMs + 10,
    durationMs: payMs,
    status,
    ...(fails && { statusMessage: 'card refused' }),
  });
  return [root, call, pay];
}

let station: SignalStation;
const failed = purchase(nowMs - 5 * MINUTE_MS, true, 80);

beforeAll(async () => {
  station = await startSignalStation();
  for (let i = 0; i < 20; i++)
    await station.sendSpans(purchase(nowMs - 10 * MINUTE_MS - i * 1000, false, 40));
  for (let i = 0; i < 9; i++) await station.sendSpans(purchase(nowMs - 6 * MINUTE_MS - i * 1000, true, 60));
  await station.sendSpans(failed);
  const [root, , pay] = failed;
  await station.sendLogs([
    shopRecord('buying', { traceId: root.traceId, spanId: root.spanId, timeMs: root.startMs + 2 }),
    shopRecord('card refused', {
      traceId: root.traceId,
      spanId: pay.spanId,
      timeMs: pay.startMs + 70,
      severity: 17,
      service: 'pay',
    }),
    shopRecord('of another trace', { traceId: 'e'.repeat(32) }),
  ]);
});
afterAll(() => station.stop());

const traces = (...argv: string[]) => run('/', 'traces', '--url', station.url, ...argv);

describe('telltale traces', () => {
  test('lists the newest traces that match', async () => {
    const { exitCode, output, errors } = await traces('service:pay', 'status:error', 'duration>70ms');
    expect({ exitCode, errors }).toEqual({ exitCode: 0, errors: '' });
    const [head, line] = output.split('\n');
    expect(head).toBe(
      'BEGAN                     TRACE                             TOOK   SPANS  ERRORS  ROOT',
    );
    expect(line).toBe(
      `${new Date(failed[0].startMs).toISOString()}  ${failed[0].traceId}  100ms  3      ✗ 2     shop  POST /buy`,
    );
    const { output: json } = await traces('--json', '--slowest', '--limit', '1');
    expect(JSON.parse(json)).toMatchObject({ traces: [{ traceId: failed[0].traceId }] });
    expect(await traces('service:nobody')).toMatchObject({
      exitCode: 0,
      errors: 'Nothing matches since 1h.\n',
    });
  });

  test('shows a trace as a waterfall with its log records in between', async () => {
    const { output } = await traces(failed[0].traceId.toUpperCase());
    const lines = output.trimEnd().split('\n');
    expect(lines[0]).toBe(
      `trace ${failed[0].traceId}  ${new Date(failed[0].startMs).toISOString()}  100ms  3 spans  2 services  2 errors`,
    );
    expect(lines.slice(2).map((line) => line.replaceAll(/\s*█+\s*/g, ' | '))).toEqual([
      'shop  POST /buy ✗ | 100ms',
      '  · +2ms  INFO   buying',
      '  shop  POST | 90ms',
      '    pay  POST /charge ✗ | 80ms  card refused',
      '      · +80ms  ERROR  card refused',
    ]);
    const [root, , pay] = [lines[2], lines[4], lines[5]];
    expect(root.split('█').length - 1).toBeGreaterThan(pay.split('█').length - 1);
    expect(root.indexOf('█')).toBeLessThan(pay.indexOf('█'));
  });

  test('shows a trace with its log records as JSON', async () => {
    const { output } = await traces(failed[0].traceId, '--json');
    expect(JSON.parse(output)).toMatchObject({
      traceId: failed[0].traceId,
      spans: failed.map(({ spanId }) => ({ spanId })),
      logs: [{ message: 'buying' }, { message: 'card refused' }],
    });
  });

  test('the service map, statistics and comparison are tables, or JSON', async () => {
    const map = await traces('--map');
    expect(map.output).toMatch(/^SERVICE +RATE +ERRORS +P95\npay +\S+\/s +33\.3% +\S+ms\nshop/m);
    expect(map.output).toMatch(/^shop → pay +\S+\/s +33\.3% +\S+ms$/m);
    const stats = await traces('--stats', 'service:pay');
    expect(stats.output).toMatch(/^\S+\/s +33\.3% +\S+ms +\S+ms +\S+ms +\S+ms +pay {2}POST \/charge$/m);
    const comparison = await traces('--compare', 'status:error');
    expect(comparison.output).toContain('selection: 10 traces; baseline: 20 traces\n');
    expect(comparison.output).toMatch(/^1 → 1 +0% → 100% +40ms → 60ms +40ms → 80ms +pay {2}POST \/charge$/m);
    expect(comparison.output).toMatch(/^100% +0% +tier="gold"$/m);
    for (const view of ['--map', '--stats', '--compare']) {
      const { output } = await traces(view, '--json', ...(view === '--compare' ? ['status:error'] : []));
      expect(JSON.parse(output)).toBeTypeOf('object');
    }
  });

  test('a comparison is with the time before, an other time, or another query', async () => {
    const before = await traces('--compare', '--since', '8m', '--json');
    expect(JSON.parse(before.output)).toMatchObject({
      callsPer: 'second',
      selection: { traces: 10 },
      baseline: { traces: 20 },
    });
    const offset = await traces('--compare', '--since', '8m', '--offset', '1d', '--json');
    expect(JSON.parse(offset.output)).toMatchObject({ baseline: { traces: 0 } });
    const against = await traces('--compare', 'tier:gold', '--against', 'tier:free', '--json');
    expect(JSON.parse(against.output)).toMatchObject({
      callsPer: 'trace',
      selection: { traces: 10 },
      baseline: { traces: 20 },
    });
  });

  test.each([
    [['checkout'], 'write which part of a span it is', 'TT_SEARCH_SYNTAX'],
    [['f'.repeat(32)], 'there is no trace', 'TT_USAGE'],
    [['--map', '--stats'], '--map and --stats make no sense together', 'TT_USAGE'],
    [['--against', 'a:b'], '--compare compares with', 'TT_USAGE'],
    [['--stats', 'status:error'], 'only service:… narrows them down', 'TT_USAGE'],
    [['--map', 'service:a'], 'a query does not narrow it down', 'TT_USAGE'],
    [['--map', '--limit', '5'], '--limit has no effect with --map', 'TT_USAGE'],
  ])('%j is a wrong call', async (argv, reason, code) => {
    const { exitCode, errors } = await traces(...argv);
    expect({ exitCode, errors }).toEqual({ exitCode: 2, errors: expect.stringContaining(reason) });
    expect(errors).toContain(code);
  });
});

describe('a trace that is not whole', () => {
  test('has spans whose parents are missing at the top, and circles once', () => {
    const lost = span({ parentSpanId: 'f'.repeat(16) });
    const { traceId } = lost;
    const a = span({ traceId, spanId: 'a'.repeat(16), parentSpanId: 'b'.repeat(16) });
    const b = span({ traceId, spanId: 'b'.repeat(16), parentSpanId: 'a'.repeat(16) });
    const tree = traceTree([lost, a, b], [shopRecord('nowhere', { spanId: 'c'.repeat(16) })]);
    expect(tree.map((line) => [line.kind, line.depth])).toEqual([
      ['span', 0],
      ['log', 0],
      ['span', 0],
      ['span', 1],
    ]);
    expect(tree[0]).toMatchObject({ isOrphan: true });
  });

  test('may be deeper than calls can be', () => {
    const chain: Span[] = [];
    for (let i = 0; i < 20_000; i++) chain.push(span({ parentSpanId: chain.at(-1)?.spanId }));
    const tree = traceTree(chain, []);
    expect(tree.at(-1)).toMatchObject({ depth: 19_999 });
  });
});
