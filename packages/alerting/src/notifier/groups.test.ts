import { LabelSet } from '@telltale/model';
import { describe, expect, test } from 'vitest';
import {
  HOUR,
  MINUTE,
  ROUTE,
  SECOND,
  START,
  alertUpdate,
  matcher,
  notificationBench,
  webhook,
} from '../../test/notification-bench.ts';
import type { WebhookPayload } from '../channels/webhook/webhook-payload.ts';

const times = (log: readonly string[]) => log.map((line) => line.split(' ')[0]);
const messages = (log: readonly string[]) => log.map((line) => line.slice(line.indexOf(' ') + 1));

describe('grouping', () => {
  test('alerts of the first group wait arrive together', async () => {
    const b = await notificationBench();
    b.fire('1');
    await b.clock.advanceBy(20 * SECOND);
    b.fire('2');
    await b.clock.advanceBy(20 * SECOND);
    expect(b.log()).toEqual(['30s ops firing 1! 2!']);
  });

  test('an alert that began long ago is told at once, with those that came with it', async () => {
    const b = await notificationBench();
    await b.clock.advanceBy(10 * MINUTE);
    const old = { ...alertUpdate(b.clock, '1', START + HOUR, {}), startsAtMs: START };
    b.notifier.accept([old, alertUpdate(b.clock, '2', START + HOUR, {})]);
    await b.clock.advanceBy(SECOND);
    expect(b.log()).toEqual(['600s ops firing 1! 2!']);
  });

  test('alerts with other group labels are told in their own message', async () => {
    const b = await notificationBench({ route: { ...ROUTE, groupBy: ['team'] } });
    b.fire('1', { team: 'a' });
    b.fire('2', { team: 'b' });
    b.fire('3', { team: 'b' });
    await b.clock.advanceBy(MINUTE);
    expect(b.log()).toEqual(['30s ops firing 1!', '30s ops firing 2! 3!']);
  });

  test('alerts without the group label are a group of their own', async () => {
    const b = await notificationBench({ route: { ...ROUTE, groupBy: ['team'] } });
    b.fire('1', { team: 'a' });
    b.fire('2');
    await b.clock.advanceBy(MINUTE);
    const keys = b.requests.map(({ request }) => JSON.parse(request.body).groupKey);
    expect(keys).toEqual(['{}:{team="a"}', '{}:{}']);
  });

  test('without group labels all alerts are told together', async () => {
    const b = await notificationBench({ route: { ...ROUTE, groupBy: [] } });
    b.fire('1', { team: 'a' });
    b.fire('2', { team: 'b' });
    await b.clock.advanceBy(MINUTE);
    expect(b.log()).toEqual(['30s ops firing 1! 2!']);
  });

  test('grouped by "..." each alert is told by itself', async () => {
    const b = await notificationBench({ route: { ...ROUTE, groupBy: ['...'] } });
    b.fire('1');
    b.fire('2');
    await b.clock.advanceBy(MINUTE);
    expect(b.log()).toEqual(['30s ops firing 1!', '30s ops firing 2!']);
    const payload: WebhookPayload = JSON.parse(b.requests[0].request.body);
    expect(payload.groupLabels).toEqual({ alertname: 'A', id: '1' });
  });

  test('an alert without any label is told like others', async () => {
    const b = await notificationBench();
    b.notifier.accept([{ ...alertUpdate(b.clock, '1', START + HOUR, {}), labels: LabelSet.empty }]);
    await b.clock.advanceBy(MINUTE);
    expect(b.requests).toHaveLength(1);
  });

  test('alerts are listed by job, then instance; those without come last', async () => {
    const b = await notificationBench({ route: { ...ROUTE, groupBy: [] } });
    b.fire('1');
    b.fire('2', { job: 'b', instance: 'x' });
    b.fire('3', { job: 'a', instance: 'y' });
    b.fire('4', { job: 'a', instance: 'x' });
    await b.clock.advanceBy(MINUTE);
    expect(b.log()).toEqual(['30s ops firing 4! 3! 2! 1!']);
  });

  test('a group ends with its last alert and waits anew when one fires again', async () => {
    const b = await notificationBench();
    b.fire('1');
    await b.clock.advanceBy(MINUTE);
    b.resolve('1');
    await b.clock.advanceBy(6 * MINUTE);
    expect(b.notifier.groups()).toEqual([]);
    b.fire('1');
    await b.clock.advanceBy(MINUTE);
    expect(b.log().at(-1)).toBe('450s ops firing 1!');
  });

  test('groups can be looked at while they wait', async () => {
    const b = await notificationBench({ route: { ...ROUTE, groupBy: ['team'] } });
    b.fire('2', { team: 'b' });
    b.fire('1', { team: 'a' });
    const seen = b.notifier.groups().map(({ receiver, key, labels, alerts }) => ({
      receiver,
      key,
      labels: labels.toObject(),
      ids: alerts.map(({ update }) => update.labels.get('id')),
    }));
    expect(seen).toEqual([
      { receiver: 'ops', key: '{}:{team="a"}', labels: { team: 'a' }, ids: ['1'] },
      { receiver: 'ops', key: '{}:{team="b"}', labels: { team: 'b' }, ids: ['2'] },
    ]);
  });
});

describe('why a receiver is told', () => {
  test('first, of new alerts, of some resolved, of all resolved, and again', async () => {
    const b = await notificationBench();
    b.fire('1');
    await b.clock.advanceBy(MINUTE);
    b.fire('2');
    await b.clock.advanceBy(5 * MINUTE);
    b.resolve('1');
    await b.clock.advanceBy(5 * HOUR);
    b.resolve('2');
    await b.clock.advanceBy(5 * MINUTE);
    b.fire('1');
    await b.clock.advanceBy(MINUTE);
    const reasons = b.notifier.notifications().map(({ notificationReason }) => notificationReason);
    expect(reasons.toReversed()).toEqual([
      'first notification',
      'new alerts added',
      'some alerts resolved',
      'repeat interval elapsed',
      'all alerts resolved',
      'first notification',
    ]);
  });

  test('of an alert that fires and resolves before the first flush never', async () => {
    const b = await notificationBench();
    b.fire('1');
    await b.clock.advanceBy(10 * SECOND);
    b.resolve('1');
    await b.clock.advanceBy(HOUR);
    expect(b.log()).toEqual([]);
    expect(b.notifier.groups()).toEqual([]);
  });

  test('of an alert that fires and resolves between two flushes never', async () => {
    const b = await notificationBench({ receivers: [webhook('ops', false)] });
    b.fire('1');
    await b.clock.advanceBy(MINUTE);
    b.fire('2');
    await b.clock.advanceBy(MINUTE);
    b.resolve('2');
    await b.clock.advanceBy(HOUR);
    expect(b.log()).toEqual(['30s ops firing 1!']);
  });

  test('nobody is told when the route leads to the receiver without a name', async () => {
    const b = await notificationBench({ route: { ...ROUTE, receiver: '' }, receivers: [] });
    b.fire('1');
    await b.clock.advanceBy(HOUR);
    expect(b.log()).toEqual([]);
    expect(b.states()).toEqual({ 1: 'active' });
  });
});

describe('repeats', () => {
  test('an unchanged group is told again only after the repeat interval', async () => {
    const b = await notificationBench();
    b.fire('1');
    await b.clock.advanceBy(4 * HOUR + MINUTE);
    expect(b.log()).toEqual(['30s ops firing 1!', `${30 + 4 * 3600}s ops firing 1!`]);
  });

  test('a repeat interval shorter than the group interval repeats each group interval, never faster', async () => {
    const b = await notificationBench({ route: { ...ROUTE, repeatIntervalMs: 1 } });
    b.fire('1');
    await b.clock.advanceBy(11 * MINUTE);
    expect(times(b.log())).toEqual(['30s', '330s', '630s']);
  });

  test('news in between starts the repeat interval anew', async () => {
    const b = await notificationBench({ route: { ...ROUTE, repeatIntervalMs: 20 * MINUTE } });
    b.fire('1');
    await b.clock.advanceBy(11 * MINUTE);
    b.fire('2');
    await b.clock.advanceBy(30 * MINUTE);
    expect(times(b.log())).toEqual(['30s', '930s', '2130s']);
  });

  test('a repeat tells all alerts that fire', async () => {
    const b = await notificationBench({ route: { ...ROUTE, repeatIntervalMs: 20 * MINUTE } });
    b.fire('1');
    await b.clock.advanceBy(MINUTE);
    b.fire('2');
    await b.clock.advanceBy(30 * MINUTE);
    expect(messages(b.log()).at(-1)).toBe('ops firing 1! 2!');
  });
});

describe('batching', () => {
  test('a new alert of the group waits for the next group interval', async () => {
    const b = await notificationBench();
    b.fire('1');
    await b.clock.advanceBy(MINUTE);
    b.fire('2');
    await b.clock.advanceBy(10 * MINUTE);
    expect(b.log()).toEqual(['30s ops firing 1!', '330s ops firing 1! 2!']);
  });

  test('all that happens between two flushes is one message', async () => {
    const b = await notificationBench();
    b.fire('1');
    b.fire('2');
    await b.clock.advanceBy(MINUTE);
    b.resolve('1');
    b.fire('3');
    await b.clock.advanceBy(MINUTE);
    b.fire('4');
    await b.clock.advanceBy(10 * MINUTE);
    expect(b.log()).toEqual(['30s ops firing 1! 2!', '330s ops firing 1 2! 3! 4!']);
  });
});

describe('routing', () => {
  const routes = [
    {
      ...ROUTE,
      receiver: 'web',
      matchers: [matcher('team', '=', 'web')],
      routes: [{ ...ROUTE, receiver: 'pager', matchers: [matcher('severity', '=', 'page')] }],
    },
    { ...ROUTE, receiver: 'audit', matchers: [matcher('team', '!=', '')], continue: true },
    { ...ROUTE, receiver: 'db', matchers: [matcher('team', '=~', 'db.*')] },
  ];
  const receivers = ['ops', 'web', 'pager', 'audit', 'db'].map((name) => webhook(name));
  const bench = () => notificationBench({ route: { ...ROUTE, routes }, receivers });

  test.each([
    ['the deepest match takes the alert', { team: 'web', severity: 'page' }, ['pager']],
    ['a parent takes what its children do not', { team: 'web' }, ['web']],
    ['the first match takes it alone unless it continues', { team: 'db1' }, ['audit', 'db']],
    ['the root takes the rest', {}, ['ops']],
  ])('%s', async (_, labels, expected) => {
    const b = await bench();
    b.fire('1', labels);
    await b.clock.advanceBy(MINUTE);
    expect(b.log().map((line) => line.split(' ')[1])).toEqual(expected);
    expect(b.notifier.alerts()[0].receivers).toEqual(expected);
  });

  test('each route has its own waits and groups', async () => {
    const quick = { ...ROUTE, matchers: [matcher('team', '=', 'web')], groupWaitMs: SECOND, groupBy: ['id'] };
    const b = await notificationBench({ route: { ...ROUTE, routes: [quick] } });
    for (const id of ['1', '2']) b.fire(id, { team: 'web' });
    b.fire('3');
    await b.clock.advanceBy(MINUTE);
    expect(b.log()).toEqual(['1s ops firing 1!', '1s ops firing 2!', '30s ops firing 3!']);
  });

  test('overlapping routes to one receiver tell it once for each', async () => {
    const twins = [
      { ...ROUTE, matchers: [matcher('team', '=', 'web')], continue: true },
      { ...ROUTE, matchers: [matcher('team', '=', 'web')], continue: true },
      { ...ROUTE, matchers: [matcher('id', '!=', '')] },
    ];
    const b = await notificationBench({ route: { ...ROUTE, routes: twins } });
    b.fire('1', { team: 'web' });
    await b.clock.advanceBy(MINUTE);
    b.resolve('1', { team: 'web' });
    await b.clock.advanceBy(HOUR);
    const keys = b.requests.map(({ request }) => JSON.parse(request.body).groupKey);
    const ofRoutes = ['{}/{team="web"}:', '{}/{team="web"}#2:', '{}/{id!=""}:'];
    expect(keys).toEqual([...ofRoutes, ...ofRoutes].map((key) => `${key}{alertname="A"}`));
  });

  test('the integrations of one receiver are told each', async () => {
    const b = await notificationBench({ receivers: [webhook('ops', true, 'a'), webhook('ops', true, 'b')] });
    b.fire('1');
    await b.clock.advanceBy(MINUTE);
    b.resolve('1');
    await b.clock.advanceBy(HOUR);
    expect(b.requests.map(({ request }) => new URL(request.url).host)).toEqual([
      'a.test',
      'b.test',
      'a.test',
      'b.test',
    ]);
    expect(b.notifier.groups()).toEqual([]);
  });

  test.each([
    ['an unknown receiver', { receiver: 'nobody' }, /"nobody", which does not exist/],
    ['matchers of the root', { matchers: [matcher('a', '=', 'b')] }, /root route has matchers/],
    ['mute times of the root', { muteTimeIntervals: ['night'] }, /root route has mute or active times/],
    ['a repeat interval of zero', { repeatIntervalMs: 0 }, /interval of zero/],
    ['a group interval of zero', { routes: [{ ...ROUTE, groupIntervalMs: 0 }] }, /interval of zero/],
    ['"..." and other labels', { groupBy: ['...', 'team'] }, /groups by "\.\.\."/],
    [
      'an unknown time interval',
      { routes: [{ ...ROUTE, activeTimeIntervals: ['night'] }] },
      /time interval "night", which does not exist/,
    ],
  ])('%s is refused', async (_, wrong, message) => {
    const bench = notificationBench({ route: { ...ROUTE, ...wrong } });
    await expect(bench).rejects.toMatchObject({
      code: 'TT_DEFINITION_INVALID',
      message: expect.stringMatching(message),
    });
  });
});
