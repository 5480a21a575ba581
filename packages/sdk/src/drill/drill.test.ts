import { afterEach, describe, expect, test } from 'vitest';
import type { DrillAnswer, DrillMove } from '@telltale/model';
import { counter, defineMonitoring, gauge, histogram } from '../define.ts';
import { instrument } from '../index.ts';
import type { InstrumentOptions } from '../index.ts';

const definition = defineMonitoring({
  service: 'shop',
  metrics: {
    orders_total: counter({ help: 'Orders', labels: { method: ['card', 'invoice'] } }),
    carts_open: gauge({ help: 'Open carts' }),
    shelf_items: gauge({ help: 'Items', labels: { shelf: 'any' } }),
    wait_seconds: histogram({ help: 'Wait', unit: 'seconds', buckets: [0.1, 1] }),
  },
});

let running: { shutdown(): Promise<void> } | undefined;

afterEach(() => running?.shutdown());

async function service(options: InstrumentOptions = { drills: true }) {
  const t = instrument(definition, options);
  running = t;
  const { url = '' } = await t.serve({ port: 0 });
  const post = (body: unknown, headers: Record<string, string> = {}) =>
    fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    });
  return {
    t,
    post,
    order: async (seconds: number, ...moves: DrillMove[]): Promise<DrillAnswer> =>
      (await post({ drill: 'd', seconds, moves })).json(),
    /** The value of a series of the page. */
    read: async (series: string): Promise<number | undefined> => {
      const page = await (await fetch(url)).text();
      const line = page.split('\n').find((one) => one.startsWith(`${series} `));
      return line === undefined ? undefined : Number(line.slice(series.length + 1));
    },
  };
}

describe('a service that allows drills', () => {
  test('makes its counters and histograms grow at the rate that was ordered', async () => {
    const { order, read } = await service();
    const startMs = performance.now();
    const answer = await order(
      60,
      { metric: 'orders_total', labels: { method: 'card' }, level: { kind: 'rate', perSecond: 100 } },
      { metric: 'wait_seconds', labels: {}, level: { kind: 'observations', perSecond: 50, value: 5 } },
    );
    expect(answer).toEqual({ drill: 'd', moved: 2, refused: [] });
    const orders = () => read('orders_total{method="card"}');
    await expect.poll(orders).toBeGreaterThanOrEqual(30);
    expect(await orders()).toBeLessThan(((performance.now() - startMs) / 1000) * 100 + 100);
    expect(await read('orders_total{method="invoice"}')).toBe(0);
    await expect.poll(() => read('wait_seconds_bucket{le="+Inf"}')).toBeGreaterThanOrEqual(15);
    expect(await read('wait_seconds_bucket{le="1"}')).toBe(0);
  });

  test('lets one drill at a time hold a gauge, so that each gives back what the service has', async () => {
    const { t, post, order, read } = await service();
    t.metrics.carts_open.set(3);
    const hold = (value: number): DrillMove => ({
      metric: 'carts_open',
      labels: {},
      level: { kind: 'value', value },
    });
    await order(60, hold(77));
    const other = await post({ drill: 'other', seconds: 60, moves: [hold(500)] });
    expect(await other.json()).toEqual({
      drill: 'other',
      moved: 0,
      refused: ['carts_open is moved by another drill'],
    });
    expect(await order(60, hold(78))).toMatchObject({ moved: 1 });
    await post({ drill: 'other', seconds: 0, moves: [] });
    expect(await read('carts_open')).toBe(78);
    await order(0);
    expect(await read('carts_open')).toBe(3);
  });

  test('overrides a gauge that the service sets, and gives it back as the service has it', async () => {
    const { t, order, read } = await service();
    t.metrics.carts_open.set(3);
    await order(60, { metric: 'carts_open', labels: {}, level: { kind: 'value', value: 77 } });
    expect(await read('carts_open')).toBe(77);
    t.metrics.carts_open.set(4);
    expect(await read('carts_open')).toBe(77);
    await order(0);
    expect(await read('carts_open')).toBe(4);
  });

  test('overrides a gauge that is collected at each scrape', async () => {
    const { t, order, read } = await service();
    t.metrics.carts_open.collect(() => 5);
    await order(60, { metric: 'carts_open', labels: {}, level: { kind: 'value', value: 77 } });
    expect(await read('carts_open')).toBe(77);
    await order(0);
    expect(await read('carts_open')).toBe(5);
  });

  test('removes the series of a gauge that only the drill had', async () => {
    const { order, read } = await service();
    const move: DrillMove = {
      metric: 'shelf_items',
      labels: { shelf: 'a' },
      level: { kind: 'value', value: 9 },
    };
    await order(60, move);
    expect(await read('shelf_items{shelf="a"}')).toBe(9);
    await order(0);
    expect(await read('shelf_items{shelf="a"}')).toBeUndefined();
  });

  test('ends a drill by itself when its time is over', async () => {
    const { t, order, read } = await service();
    t.metrics.carts_open.set(3);
    await order(0.1, { metric: 'carts_open', labels: {}, level: { kind: 'value', value: 77 } });
    await expect.poll(() => read('carts_open')).toBe(3);
  });

  test.each([
    [
      { metric: 'nothing_total', labels: {}, level: { kind: 'rate', perSecond: 1 } },
      'nothing_total is no metric of this service',
    ],
    [
      { metric: 'carts_open', labels: {}, level: { kind: 'rate', perSecond: 1 } },
      'carts_open: only a counter grows at a rate',
    ],
    [
      { metric: 'orders_total', labels: { method: 'card' }, level: { kind: 'value', value: 1 } },
      'orders_total: only a gauge is set to a value',
    ],
    [
      { metric: 'carts_open', labels: {}, level: { kind: 'observations', perSecond: 1, value: 1 } },
      'carts_open: only a histogram takes observations',
    ],
  ] as const)('says what it cannot do: %j', async (move, reason) => {
    const { order } = await service();
    expect(await order(60, move)).toEqual({ drill: 'd', moved: 0, refused: [reason] });
  });

  test.each([
    ['{', 400, 'The order is not JSON'],
    [[], 400, 'an order is a JSON object'],
    [{ drill: 'a b', seconds: 1, moves: [] }, 400, 'drill must be a name'],
    [{ drill: 'a', seconds: 1e9, moves: [] }, 400, 'seconds must be a number from 0 to 3600'],
    [{ drill: 'a', seconds: 1, moves: [{}] }, 400, 'moves[0]: metric must be a name'],
    [
      {
        drill: 'a',
        seconds: 1,
        moves: [{ metric: 'm', labels: {}, level: { kind: 'rate', perSecond: 1e12 } }],
      },
      400,
      'level.perSecond must be at most',
    ],
    [' '.repeat(70_000), 413, 'An order has at most'],
  ])('refuses a bad order', async (body, status, message) => {
    const { post } = await service();
    const response = await post(body);
    expect(response.status).toBe(status);
    expect(await response.text()).toContain(message);
  });

  test('asks for its token where it has one', async () => {
    const { post } = await service({ drills: { token: 'sesame' } });
    const body = { drill: 'a', seconds: 0, moves: [] };
    expect((await post(body)).status).toBe(401);
    expect((await post(body, { authorization: 'Bearer other' })).status).toBe(401);
    expect((await post(body, { authorization: 'Bearer sesame' })).status).toBe(200);
  });

  test('takes no order from a page in a browser', async () => {
    const { post } = await service();
    const body = { drill: 'a', seconds: 0, moves: [] };
    expect((await post(body, { origin: 'http://127.0.0.1' })).status).toBe(415);
    expect((await post(body, { 'content-type': 'text/plain' })).status).toBe(415);
  });
});

test('a service that does not allow drills only reads its metrics', async () => {
  const { post } = await service({});
  expect((await post({ drill: 'a', seconds: 0, moves: [] })).status).toBe(405);
});

test('the environment allows drills, and the code forbids them', async () => {
  process.env['TELLTALE_DRILLS'] = 'on';
  try {
    const order = { drill: 'a', seconds: 0, moves: [] };
    const allowed = await service({});
    expect((await allowed.post(order)).status).toBe(200);
    await allowed.t.shutdown();
    const { post } = await service({ drills: false });
    expect((await post(order)).status).toBe(405);
  } finally {
    delete process.env['TELLTALE_DRILLS'];
  }
});
