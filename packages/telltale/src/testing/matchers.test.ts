import { alert, counter, defineMonitoring, slack, webhook } from '@telltale/definition';
import { describe, expect, test } from 'vitest';
import { alertTests } from './assertions/alert-tests.ts';
import './vitest.ts';

const definition = defineMonitoring({
  service: 'shop',
  metrics: {
    failures_total: counter({ help: 'Failures', labels: { route: ['/pay', '/buy'] } }),
  },
  targets: { shop: { address: 'shop:3000' } },
  receivers: { pager: webhook({ url: 'http://127.0.0.1:9/' }), chat: slack({ url: { env: 'CHAT' } }) },
  timeIntervals: { nights: [{ times: ['00:00-06:00'] }] },
  routes: {
    to: 'chat',
    groupBy: ['alertname'],
    children: [
      { match: { severity: 'page' }, to: 'pager' },
      { match: { severity: 'ticket' }, to: 'chat', muteTimeIntervals: ['nights'] },
    ],
  },
  inhibitions: [{ source: { alertname: 'Broken' }, target: { severity: 'ticket' }, equal: ['route'] }],
  alerts: (m) => ({
    Failing: alert({
      when: m.failures_total.rate('5m').sum('route').above(0.5),
      for: '2m',
      onNoData: 'ignore',
      severity: 'ticket',
      summary: ({ labels, value }) => `${labels.route} fails ${value} times a second`,
    }),
    Broken: alert({
      when: m.failures_total.rate('5m').sum('route').above(50),
      onNoData: 'ignore',
      severity: 'page',
      runbook: 'docs/broken.md',
      summary: 'Nothing works',
    }),
  }),
});

const alerts = alertTests<'Failing' | 'Broken'>(definition);
const some = alerts.given(
  { 'failures_total{route="/pay"}': '0+60x10 600+0x15' },
  { start: '2026-11-22T12:00:00Z' },
);
const many = alerts.given({ 'failures_total{route="/pay"}': '0+6000x10' });

describe('the matchers of Vitest', () => {
  test('tell when an alert fires and resolves, with which labels', async () => {
    await expect(some).toFire('Failing', { within: '5m', labels: { route: '/pay', severity: /^tick/ } });
    await expect(some).toFire('Failing', { at: '10m', annotations: { summary: /fails .* times/ } });
    await expect(some).not.toFire('Failing', { labels: { route: '/buy' } });
    await expect(some).toStayQuiet('Broken');
    await expect(some).toResolve('Failing', { within: '15m' });
    await expect(many).not.toResolve('Failing');
  });

  test('tell who is told, what is inhibited and when nobody is told', async () => {
    await expect(some).toBeRoutedTo('chat');
    await expect(many).toBeRoutedTo('pager', { alert: 'Broken' });
    await expect(many).toBeInhibitedBy('Broken', { alert: 'Failing' });
    await expect(some).toBeMutedAt('2026-11-22T03:00:00Z');
    await expect(some).not.toBeMutedAt('2026-11-22T15:00:00Z');
    await expect(some).toRender('slack', /\/pay fails .* times a second/);
  });

  test('say what was seen instead', async () => {
    await expect(expect(some).toFire('Broken')).rejects.toThrow(
      /expected Broken to fire; seen:\n {2}Broken was never pending or firing up to 26m/,
    );
    await expect(expect(some).toStayQuiet('Failing')).rejects.toThrow(/firing at .*resolved at/);
    await expect(expect(some).toBeRoutedTo('pager')).rejects.toThrow(/goes to chat/);
    await expect(expect(some).toRender('slack', 'nothing of that')).rejects.toThrow(
      /expected a slack message/,
    );
  });
});

describe('without Vitest', () => {
  test('the same is asserted by methods that reject', async () => {
    await some.fires('Failing');
    await some.resolves('Failing');
    await some.isRoutedTo('chat');
    await some.isMutedAt('2026-11-22T03:00:00Z');
    await some.renders('slack', '/pay fails');
    await many.isInhibitedBy('Broken', { alert: 'Failing' });
    await expect(some.staysQuiet('Failing')).rejects.toMatchObject({ name: 'AlertAssertionError' });
  });
});

describe('a slip of the pen in a test', () => {
  test.each([
    [
      () => alerts.given({ 'failure_total{route="/pay"}': '0' }).fires('Failing'),
      'Did you mean failures_total?',
    ],
    [() => alerts.given({ failures_total: 'a lot' }).fires('Failing'), 'Write values such as'],
    [() => alertTests(definition).given({}).fires('Faling'), 'Did you mean Failing?'],
    [() => some.fires('Failing', { within: 'soon' }), 'Write a number and a unit'],
    [() => some.isRoutedTo('mail'), 'Receivers of the definition: pager, chat.'],
    [() => some.isMutedAt('at night'), 'Write it like'],
  ])('is an error that says how to mend it (%#)', async (attempt, fix) => {
    await expect(attempt()).rejects.toMatchObject({ fix: expect.stringContaining(fix) });
  });
});
