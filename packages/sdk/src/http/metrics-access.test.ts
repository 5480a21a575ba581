import { counter, defineMonitoring } from '@telltale/definition';
import fc from 'fast-check';
import { afterEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import type { InstrumentOptions } from '../instrument.ts';
import { instrument } from '../instrument.ts';
import type { MetricsAccessOptions } from './metrics-access.ts';
import { createMetricsAccess, isAddressRange } from './metrics-access.ts';

const TOKEN = 'a-token-of-the-scraper';
const definition = defineMonitoring({
  service: 'shop',
  metrics: { orders_total: counter({ help: 'Orders' }) },
});

const refusalOf = (options: MetricsAccessOptions, remoteAddress?: string, authorization?: string) =>
  createMetricsAccess(options)({ remoteAddress, authorization })?.status;

describe('who reads the metrics page', () => {
  test('everybody, where nothing is said', () => {
    expect(refusalOf({})).toBeUndefined();
    expect(refusalOf({}, '203.0.113.9')).toBeUndefined();
  });

  test.each([
    [['10.0.0.0/8'], '10.1.2.3', undefined],
    [['10.0.0.0/8'], '::ffff:10.1.2.3', undefined],
    [['10.0.0.0/8'], '11.0.0.1', 403],
    [['192.0.2.7'], '192.0.2.7', undefined],
    [['192.0.2.7'], '192.0.2.8', 403],
    [['fd00::/8', '127.0.0.1'], 'fd12::1', undefined],
    [['fd00::/8'], 'fe80::1', 403],
    [['10.0.0.0/8'], undefined, 403],
    [['10.0.0.0/8'], 'no address', 403],
    [['10.0.0.0/33'], '10.0.0.1', 403],
    [[], '10.0.0.1', 403],
  ])('of %j, %s: %s', (allow, address, status) => {
    expect(refusalOf({ allow }, address)).toBe(status);
  });

  test('who sends the token, and of token and address who has both', () => {
    const both = { token: TOKEN, allow: ['127.0.0.0/8'] };
    expect(refusalOf({ token: TOKEN }, '203.0.113.9', `Bearer ${TOKEN}`)).toBeUndefined();
    expect(refusalOf({ token: TOKEN }, '127.0.0.1')).toBe(401);
    expect(refusalOf(both, '127.0.0.1', `Bearer ${TOKEN}`)).toBeUndefined();
    expect(refusalOf(both, '127.0.0.1', `Bearer ${TOKEN}x`)).toBe(401);
    expect(refusalOf(both, '203.0.113.9', `Bearer ${TOKEN}`)).toBe(403);
  });

  test('nobody without the token, whatever else is sent', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        fc.pre(text !== `Bearer ${TOKEN}`);
        expect(refusalOf({ token: TOKEN }, '127.0.0.1', text)).toBe(401);
      }),
    );
  });

  test('a text that is no range lets nobody in and breaks nothing', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.ipV4Extended(), fc.ipV6()), (text) => {
        const status = refusalOf({ allow: [text] }, '198.51.100.1');
        if (!isAddressRange(text)) expect(status).toBe(403);
      }),
    );
  });
});

describe('a service whose page asks who reads it', () => {
  afterEach(() => vi.unstubAllEnvs());

  async function statusOf(options: InstrumentOptions, headers: Record<string, string> = {}, method = 'GET') {
    const t = instrument(definition, options);
    onTestFinished(() => t.shutdown());
    const { url } = await t.serve({ port: 0 });
    const response = await fetch(url ?? '', { method, headers });
    return {
      status: response.status,
      text: await response.text(),
      asks: response.headers.get('www-authenticate'),
    };
  }

  test('shows no metric without its token, and all of them with it', async () => {
    const options = { metricsAccess: { token: TOKEN } };
    const refused = await statusOf(options);
    expect(refused).toMatchObject({ status: 401, asks: 'Bearer' });
    expect(refused.text).not.toContain('orders_total');
    expect((await statusOf(options, {}, 'HEAD')).status).toBe(401);
    const shown = await statusOf(options, { authorization: `Bearer ${TOKEN}` });
    expect(shown.status).toBe(200);
    expect(shown.text).toContain('orders_total 0');
  });

  test('shows nothing to addresses that are not listed', async () => {
    expect((await statusOf({ metricsAccess: { allow: ['10.0.0.0/8'] } })).status).toBe(403);
    expect((await statusOf({ metricsAccess: { allow: ['127.0.0.1'] } })).status).toBe(200);
  });

  test('goes by its environment, and is not open where that is wrong', async () => {
    vi.stubEnv('TELLTALE_METRICS_TOKEN', TOKEN);
    expect((await statusOf({})).status).toBe(401);
    vi.stubEnv('TELLTALE_METRICS_TOKEN', '');
    vi.stubEnv('TELLTALE_METRICS_ALLOW', '127.0.0.1/8, 10.0.0.0/8');
    expect((await statusOf({})).status).toBe(200);
    vi.stubEnv('TELLTALE_METRICS_ALLOW', 'everybody');
    expect((await statusOf({})).status).toBe(403);
  });
});
