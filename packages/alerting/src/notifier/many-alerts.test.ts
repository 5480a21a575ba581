import { expect, test } from 'vitest';
import {
  HOUR,
  ROUTE,
  SECOND,
  START,
  alertUpdate,
  matcher,
  notificationBench,
} from '../../test/notification-bench.ts';
import type { WebhookPayload } from '../channels/webhook/webhook-payload.ts';

const ALERTS = 10_000;
const GROUPS = 500;

/** What others can do meanwhile: it counts the turns of the event loop. */
function countTurns() {
  let turns = 0;
  let isCounting = true;
  const turn = (): void => {
    turns++;
    if (isCounting) setImmediate(turn);
  };
  setImmediate(turn);
  return {
    get turns() {
      return turns;
    },
    stop: () => (isCounting = false),
  };
}

test('ten thousand alerts at once are grouped, muted and told, and leave turns to others', async () => {
  const inhibitions = Array.from({ length: 50 }, (_, rule) => ({
    source: [matcher('alertname', '=', 'Down'), matcher('zone', '=', `z${rule}`)],
    target: [matcher('severity', '=~', 'warning|info')],
    equal: ['zone'],
  }));
  const b = await notificationBench({
    route: { ...ROUTE, groupBy: ['group'] },
    configuration: { inhibitions },
  });
  const alerts = Array.from({ length: ALERTS }, (_, index) => {
    const labels = { group: `g${index % GROUPS}`, zone: `z${index % 70}`, severity: 'warning' };
    return alertUpdate(b.clock, `${index}`, START + HOUR, labels);
  });
  const others = countTurns();
  b.notifier.accept([
    alertUpdate(b.clock, 'source', START + HOUR, { alertname: 'Down', zone: 'z7' }),
    ...alerts,
  ]);
  await b.notifier.idle();
  expect(others.turns).toBeGreaterThan(30);
  expect(b.notifier.alerts()).toHaveLength(ALERTS + 1);
  expect(b.notifier.groups()).toHaveLength(GROUPS + 1);
  const before = others.turns;
  await b.clock.advanceBy(30 * SECOND);
  await b.notifier.idle();
  others.stop();
  expect(others.turns - before).toBeGreaterThan(30);
  const told = b.requests.flatMap(({ request }) => {
    const payload: WebhookPayload = JSON.parse(request.body);
    return payload.alerts.map(({ labels }) => labels);
  });
  const expected = alerts.filter(({ labels }) => labels.get('zone') !== 'z7').length + 1;
  expect(new Set(told.map(({ id }) => id)).size).toBe(expected);
  expect(told).toHaveLength(expected);
  expect(b.requests).toHaveLength(GROUPS + 1);
}, 60_000);
