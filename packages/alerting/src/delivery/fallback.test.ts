import type { Receiver } from '@telltale/model';
import { describe, expect, test } from 'vitest';
import {
  HOUR,
  MINUTE,
  ROUTE,
  SECOND,
  alertUpdate,
  notificationBench,
  webhook,
} from '../../test/notification-bench.ts';
import type { BenchOptions } from '../../test/notification-bench.ts';
import type { WebhookPayload } from '../channels/webhook/webhook-payload.ts';

const RECEIVERS: readonly Receiver[] = [webhook('pager'), webhook('spare')];

function bench(answer: BenchOptions['answer'], receivers = RECEIVERS) {
  return notificationBench({
    route: { ...ROUTE, receiver: 'pager' },
    receivers,
    configuration: { fallback: 'spare' },
    ...(answer && { answer }),
  });
}

const pagerRefuses: BenchOptions['answer'] = ({ url }) =>
  url.includes('pager') ? { status: 403, body: 'invalid key' } : {};

describe('the fallback receiver', () => {
  test('is told what another receiver refused, and why', async () => {
    const b = await bench(pagerRefuses);
    b.fire('1');
    await b.clock.advanceBy(MINUTE);
    expect(b.log()).toEqual(['30s pager firing 1!', '30s spare firing 1!']);
    const payload: WebhookPayload = JSON.parse(b.requests[1].request.body);
    expect(payload.alerts[0].annotations).toEqual({
      summary: 'about 1',
      undelivered: 'pager (webhook) could not be told: HTTP 403: invalid key',
    });
    expect(b.notifier.notifications()).toMatchObject([
      { receiver: 'spare', fallbackFor: 'pager', outcome: 'delivered', reason: '' },
      { receiver: 'pager', fallbackFor: '', outcome: 'failed', reason: 'authError' },
    ]);
  });

  test('hears of a group that it was told of until all of it is resolved', async () => {
    let isRefusing = true;
    const b = await bench(({ url }) => (isRefusing && url.includes('pager') ? { status: 404 } : {}));
    b.fire('1');
    await b.clock.advanceBy(MINUTE);
    isRefusing = false;
    await b.clock.advanceBy(5 * MINUTE);
    b.resolve('1');
    await b.clock.advanceBy(HOUR);
    b.fire('1');
    await b.clock.advanceBy(HOUR);
    expect(b.log().slice(1)).toEqual([
      '30s spare firing 1!',
      '330s pager firing 1!',
      '630s pager resolved 1',
      '630s spare resolved 1',
      '3990s pager firing 1!',
    ]);
  });

  test('is told after five minutes in which another receiver could not be reached', async () => {
    let isDown = true;
    const b = await bench(({ url }) =>
      isDown && url.includes('pager') ? new Error('connect ETIMEDOUT') : {},
    );
    b.fire('1');
    await b.clock.advanceBy(5 * MINUTE);
    expect(b.log().filter((line) => line.includes('spare'))).toEqual([]);
    await b.clock.advanceBy(30 * SECOND);
    expect(b.log().filter((line) => line.includes('spare'))).toEqual(['330s spare firing 1!']);
    isDown = false;
    b.requests.length = 0;
    await b.clock.advanceBy(2 * SECOND);
    expect(b.log()).toEqual([expect.stringMatching(/s pager firing 1!$/)]);
  });

  test('is told at once of a new group when another receiver has not been reached for long', async () => {
    const b = await bench(({ url }) => (url.includes('pager') ? { status: 502 } : {}));
    b.fire('1');
    await b.clock.advanceBy(10 * MINUTE);
    b.fire('2', { alertname: 'B' });
    await b.clock.advanceBy(MINUTE);
    expect(b.log().filter((line) => line.includes('spare firing 2!'))).toEqual(['630s spare firing 2!']);
  });

  test('that refuses too has no fallback', async () => {
    const b = await bench(() => ({ status: 410 }));
    b.fire('1');
    await b.clock.advanceBy(MINUTE);
    expect(b.log()).toEqual(['30s pager firing 1!', '30s spare firing 1!']);
  });

  test('is told what a channel could not make a message of', async () => {
    const body = '{{ range .Alerts }}{{ .Labels.id }}';
    const broken: Receiver = {
      ...webhook('pager'),
      kind: 'webhook',
      url: 'http://pager.test/',
      body: `${body}{{ end }}`,
    };
    const b = await bench(undefined, [broken, webhook('spare')]);
    b.fire('not JSON');
    await b.clock.advanceBy(MINUTE);
    expect(b.log()).toEqual(['30s spare firing not JSON!']);
  });

  test('must be a receiver that exists', async () => {
    await expect(notificationBench({ configuration: { fallback: 'nobody' } })).rejects.toThrow('nobody');
  });

  test('is told of what could not be delivered for a day, and the attempts are counted as failed', async () => {
    const headers = { 'retry-after': '900' };
    const b = await bench(({ url }) => (url.includes('pager') ? { status: 500, headers } : {}));
    b.notifier.accept([alertUpdate(b.clock, '1', b.clock.now() + 48 * HOUR, {})]);
    await b.clock.advanceBy(25 * HOUR);
    const failed = b.notifier.notifications(500).filter(({ outcome }) => outcome === 'failed');
    expect(failed).toMatchObject([{ receiver: 'pager', reason: 'serverError', error: 'HTTP 500' }]);
  });
});
