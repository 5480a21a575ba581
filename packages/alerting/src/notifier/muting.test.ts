import type { Inhibition, Route, TimeInterval } from '@telltale/model';
import { describe, expect, test } from 'vitest';
import {
  HOUR,
  MINUTE,
  ROUTE,
  SECOND,
  START,
  matcher,
  notificationBench,
  webhook,
} from '../../test/notification-bench.ts';

const DOWN_MUTES_SLOW: Inhibition = {
  source: [matcher('kind', '=', 'down')],
  target: [matcher('kind', '=~', 'slow|down')],
  equal: ['zone'],
};

const inhibiting = (...inhibitions: readonly Inhibition[]) =>
  notificationBench({ configuration: { inhibitions }, route: { ...ROUTE, groupBy: ['id'] } });

describe('inhibition', () => {
  test('an alert is not told while one that inhibits it fires', async () => {
    const b = await inhibiting(DOWN_MUTES_SLOW);
    b.fire('slow', { kind: 'slow', zone: 'a' });
    b.fire('down', { kind: 'down', zone: 'a' });
    await b.clock.advanceBy(HOUR);
    expect(b.log()).toEqual(['30s ops firing down!']);
    expect(b.states()).toEqual({ slow: 'suppressed', down: 'active' });
    const [slow, down] = b.notifier.alerts();
    expect(slow.inhibitedBy).toEqual([down.fingerprint]);
  });

  test('it is told at the next flush after that one ended', async () => {
    const b = await inhibiting(DOWN_MUTES_SLOW);
    b.fire('slow', { kind: 'slow', zone: 'a' });
    b.fire('down', { kind: 'down', zone: 'a' });
    await b.clock.advanceBy(6 * MINUTE);
    b.resolve('down', { kind: 'down', zone: 'a' });
    await b.clock.advanceBy(5 * MINUTE);
    expect(b.log()).toEqual(['30s ops firing down!', '630s ops firing slow!', '630s ops resolved down']);
  });

  test('an alert inhibited from its birth to its end is never told', async () => {
    const b = await inhibiting(DOWN_MUTES_SLOW);
    b.fire('slow', { kind: 'slow', zone: 'a' });
    b.fire('down', { kind: 'down', zone: 'a' });
    await b.clock.advanceBy(MINUTE);
    b.resolve('slow', { kind: 'slow', zone: 'a' });
    await b.clock.advanceBy(6 * MINUTE);
    b.resolve('down', { kind: 'down', zone: 'a' });
    await b.clock.advanceBy(HOUR);
    expect(b.log()).toEqual(['30s ops firing down!', '630s ops resolved down']);
    expect(b.notifier.groups()).toEqual([]);
  });

  test('alerts with other values of the equal labels are told', async () => {
    const b = await inhibiting(DOWN_MUTES_SLOW);
    b.fire('slow', { kind: 'slow', zone: 'b' });
    b.fire('down', { kind: 'down', zone: 'a' });
    await b.clock.advanceBy(MINUTE);
    expect(b.log()).toEqual(['30s ops firing slow!', '30s ops firing down!']);
  });

  test('a label that is missing equals an empty one', async () => {
    const b = await inhibiting(DOWN_MUTES_SLOW);
    b.fire('slow', { kind: 'slow', zone: '' });
    b.fire('down', { kind: 'down' });
    await b.clock.advanceBy(MINUTE);
    expect(b.log()).toEqual(['30s ops firing down!']);
  });

  test('of two alerts that match both sides neither inhibits the other', async () => {
    const b = await inhibiting(DOWN_MUTES_SLOW);
    b.fire('1', { kind: 'down', zone: 'a' });
    b.fire('2', { kind: 'down', zone: 'a' });
    await b.clock.advanceBy(MINUTE);
    expect(b.log()).toEqual(['30s ops firing 1!', '30s ops firing 2!']);
  });

  test('a rule without matchers mutes nothing', async () => {
    const b = await inhibiting({ source: [], target: [], equal: [] });
    b.fire('1');
    b.fire('2');
    await b.clock.advanceBy(MINUTE);
    expect(b.log()).toHaveLength(2);
  });

  test('alerts that inhibit one another in a circle are all muted, and can be seen to be', async () => {
    const ring = ['1', '2', '3'].map((id, index, all) => ({
      source: [matcher('id', '=', id)],
      target: [matcher('id', '=', all[(index + 1) % all.length])],
      equal: [],
    }));
    const b = await inhibiting(...ring);
    for (const id of ['1', '2', '3']) b.fire(id);
    await b.clock.advanceBy(HOUR);
    expect(b.log()).toEqual([]);
    expect(b.states()).toEqual({ 1: 'suppressed', 2: 'suppressed', 3: 'suppressed' });
    b.resolve('1');
    await b.clock.advanceBy(6 * MINUTE);
    expect(b.log().map((line) => line.slice(line.indexOf(' ') + 1))).toEqual(['ops firing 2!']);
  });

  test('who was told that an alert fires is told of its end once that is not inhibited', async () => {
    const b = await inhibiting(DOWN_MUTES_SLOW);
    b.fire('slow', { kind: 'slow', zone: 'a' });
    await b.clock.advanceBy(MINUTE);
    b.fire('down', { kind: 'down', zone: 'a' });
    await b.clock.advanceBy(MINUTE);
    b.resolve('slow', { kind: 'slow', zone: 'a' });
    await b.clock.advanceBy(20 * MINUTE);
    expect(b.log()).toEqual(['30s ops firing slow!', '90s ops firing down!']);
    b.resolve('down', { kind: 'down', zone: 'a' });
    await b.clock.advanceBy(6 * MINUTE);
    expect(b.log().slice(2).toSorted()).toEqual(['1530s ops resolved slow', '1590s ops resolved down']);
  });
});

describe('silences', () => {
  test('a silenced alert is not told and shows its silence', async () => {
    const b = await notificationBench();
    const { id } = await b.silence('1', HOUR);
    b.fire('1');
    b.fire('2');
    await b.clock.advanceBy(MINUTE);
    expect(b.log()).toEqual(['30s ops firing 2!']);
    expect(b.states()).toEqual({ 1: 'suppressed', 2: 'active' });
    expect(b.notifier.alerts()[0].silencedBy).toEqual([id]);
    expect(b.notifier.groups()[0].alerts.map(({ silencedBy }) => silencedBy)).toEqual([[id], []]);
  });

  test('a silence takes effect at the next flush', async () => {
    const b = await notificationBench({ route: { ...ROUTE, repeatIntervalMs: MINUTE } });
    b.fire('1');
    b.fire('2');
    await b.clock.advanceBy(MINUTE);
    await b.silence('1', HOUR);
    await b.clock.advanceBy(5 * MINUTE);
    expect(b.log()).toEqual(['30s ops firing 1! 2!', '330s ops firing 2!']);
  });

  test('a silence in the future mutes from its start', async () => {
    const b = await notificationBench({ route: { ...ROUTE, repeatIntervalMs: MINUTE } });
    await b.notifier.silences.put({
      matchers: [matcher('id', '=', '1')],
      startsAtMs: START + 6 * MINUTE,
      endsAtMs: START + 16 * MINUTE,
      createdBy: 'me',
      comment: 'maintenance',
    });
    b.fire('1');
    await b.clock.advanceBy(21 * MINUTE);
    expect(b.log().map((line) => line.split(' ')[0])).toEqual(['30s', '330s', '1230s']);
  });

  test('after the end of a silence an alert is told within one group interval', async () => {
    const b = await notificationBench();
    await b.silence('1', 10 * MINUTE);
    b.fire('1');
    await b.clock.advanceBy(16 * MINUTE);
    expect(b.log()).toEqual(['630s ops firing 1!']);
  });

  test('after a silence was ended by hand too', async () => {
    const b = await notificationBench();
    const { id } = await b.silence('1', 10 * HOUR);
    b.fire('1');
    await b.clock.advanceBy(7 * MINUTE);
    await b.notifier.silences.expire(id);
    await b.clock.advanceBy(5 * MINUTE);
    expect(b.log()).toEqual(['630s ops firing 1!']);
  });

  test('an alert that is silenced after it was told is not told to be resolved', async () => {
    const b = await notificationBench();
    b.fire('1');
    await b.clock.advanceBy(MINUTE);
    await b.silence('1', 20 * MINUTE);
    await b.clock.advanceBy(40 * MINUTE);
    expect(b.log()).toEqual(['30s ops firing 1!']);
  });

  test('who was told that an alert fires is told of its end after the silence', async () => {
    const b = await notificationBench();
    b.fire('1');
    await b.clock.advanceBy(MINUTE);
    await b.silence('1', 70 * HOUR);
    b.resolve('1');
    await b.clock.advanceBy(70 * HOUR);
    expect(b.log()).toEqual(['30s ops firing 1!']);
    await b.clock.advanceBy(6 * MINUTE);
    expect(b.log().map((line) => line.slice(line.indexOf(' ') + 1))).toEqual([
      'ops firing 1!',
      'ops resolved 1',
    ]);
    expect(b.notifier.groups()).toEqual([]);
  });

  test('and what else is told of the group in the meantime changes nothing of that', async () => {
    const b = await notificationBench();
    b.fire('1');
    await b.clock.advanceBy(MINUTE);
    await b.silence('1', HOUR);
    b.resolve('1');
    b.fire('2');
    await b.clock.advanceBy(10 * MINUTE);
    b.resolve('2');
    await b.clock.advanceBy(10 * MINUTE);
    b.fire('3');
    await b.clock.advanceBy(MINUTE);
    b.resolve('3');
    await b.clock.advanceBy(HOUR);
    expect(b.log().map((line) => line.slice(line.indexOf(' ') + 1))).toEqual([
      'ops firing 1!',
      'ops firing 2!',
      'ops resolved 2',
      'ops resolved 1',
    ]);
  });

  test('an alert that comes and goes silenced is never told', async () => {
    const b = await notificationBench();
    await b.silence('1', 10 * MINUTE);
    b.fire('1');
    await b.clock.advanceBy(MINUTE);
    b.resolve('1');
    await b.clock.advanceBy(HOUR);
    expect(b.log()).toEqual([]);
  });

  test('what could not be delivered yet is taken back', async () => {
    let isDown = true;
    const b = await notificationBench({ answer: () => (isDown ? { status: 503 } : {}) });
    b.fire('1');
    await b.clock.advanceBy(MINUTE);
    await b.silence('1', HOUR);
    await b.clock.advanceBy(5 * MINUTE);
    isDown = false;
    b.requests.length = 0;
    await b.clock.advanceBy(50 * MINUTE);
    expect(b.log()).toEqual([]);
    await b.clock.advanceBy(15 * MINUTE);
    expect(b.log().map((line) => line.slice(line.indexOf(' ') + 1))).toEqual(['ops firing 1!']);
  });

  test('limits hold for what the notifier is asked', async () => {
    const b = await notificationBench({ silenceLimits: { maxSilences: 1 } });
    await b.silence('1', HOUR);
    await expect(b.silence('2', HOUR)).rejects.toMatchObject({ code: 'TT_SILENCE_LIMIT' });
  });

  test('a silence is in force after a crash in the moment in which it was confirmed', async () => {
    const b = await notificationBench();
    b.fire('1');
    await b.silence('1', HOUR);
    // No stop: the process is gone.
    const after = await notificationBench({ state: b.state });
    after.fire('1');
    await after.clock.advanceBy(30 * MINUTE);
    expect(after.log()).toEqual([]);
    expect(after.states()).toEqual({ 1: 'suppressed' });
  });
});

describe('mute and active times', () => {
  // The bench begins on Thursday, 1 January 2026, at midnight UTC.
  const TIMES: readonly TimeInterval[] = [
    {
      name: 'night',
      windows: [{ times: [{ fromMinute: 0, toMinute: 60 }], location: 'Europe/Berlin' }],
    },
    { name: 'early', windows: [{ times: [{ fromMinute: 0, toMinute: 30 }] }] },
    { name: 'holiday', windows: [{ months: [{ from: 1, to: 1 }], daysOfMonth: [{ from: 1, to: 1 }] }] },
  ];
  const bench = (rest: Partial<Route>, ...others: readonly Route[]) => {
    const route = { ...ROUTE, matchers: [matcher('id', '=', '1')], continue: true, ...rest };
    return notificationBench({
      route: { ...ROUTE, receiver: '', routes: [route, ...others] },
      receivers: [webhook('ops'), webhook('pager')],
      configuration: { timeIntervals: TIMES },
    });
  };

  test('nobody is told in a mute time; at the next flush after it they are', async () => {
    const b = await bench({ muteTimeIntervals: ['night', 'early'] });
    b.fire('1');
    await b.clock.advanceBy(20 * MINUTE);
    expect(b.log()).toEqual([]);
    expect(b.notifier.alerts()).toMatchObject([{ state: 'suppressed', mutedBy: ['early'] }]);
    await b.clock.advanceBy(20 * MINUTE);
    expect(b.log()).toEqual(['1830s ops firing 1!']);
    expect(b.states()).toEqual({ 1: 'active' });
  });

  test('people are told in an active time only', async () => {
    const b = await bench({ activeTimeIntervals: ['night'] });
    b.fire('1');
    await b.clock.advanceBy(22 * HOUR);
    expect(b.notifier.alerts()).toMatchObject([{ state: 'suppressed', mutedBy: ['night'] }]);
    // Midnight in Berlin.
    await b.clock.advanceBy(2 * HOUR);
    expect(b.log()).toEqual([`${23 * 3600 + 30}s ops firing 1!`]);
  });

  test('a mute time goes before an active one', async () => {
    const b = await bench({ activeTimeIntervals: ['early'], muteTimeIntervals: ['holiday'] });
    b.fire('1');
    await b.clock.advanceBy(23 * HOUR);
    expect(b.log()).toEqual([]);
    b.fire('1');
    await b.clock.advanceBy(2 * HOUR);
    expect(b.log()).toEqual([`${24 * 3600 + 30}s ops firing 1!`]);
  });

  test('another route tells while one is mute, so the alert counts as active', async () => {
    const b = await bench({ muteTimeIntervals: ['early'] }, { ...ROUTE, receiver: 'pager' });
    b.fire('1');
    await b.clock.advanceBy(MINUTE);
    expect(b.log()).toEqual(['30s pager firing 1!']);
    expect(b.notifier.alerts()).toMatchObject([
      { state: 'active', mutedBy: [], receivers: ['ops', 'pager'] },
    ]);
    expect(b.notifier.groups().map(({ receiver, alerts }) => [receiver, alerts[0].mutedBy])).toEqual([
      ['ops', ['early']],
      ['pager', []],
    ]);
  });

  test('an end in a mute time is told after it to who knew of the beginning', async () => {
    const b = await bench({ muteTimeIntervals: ['night'] });
    b.fire('1');
    await b.clock.advanceBy(23 * HOUR + MINUTE);
    b.resolve('1');
    await b.clock.advanceBy(58 * MINUTE);
    expect(b.log().filter((line) => line.includes('resolved'))).toEqual([]);
    await b.clock.advanceBy(6 * MINUTE);
    expect(b.log().at(-1)).toBe(`${24 * 3600 + 30}s ops resolved 1`);
  });

  test('alerts that came and went in a mute time are never told', async () => {
    const b = await bench({ muteTimeIntervals: ['early'] });
    b.fire('1');
    await b.clock.advanceBy(10 * MINUTE);
    b.resolve('1');
    await b.clock.advanceBy(HOUR + SECOND);
    expect(b.log()).toEqual([]);
  });
});
