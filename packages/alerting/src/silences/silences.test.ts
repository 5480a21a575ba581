import { LabelSet, VirtualClock, createMemoryState } from '@telltale/model';
import type { StateStore } from '@telltale/model';
import { describe, expect, test } from 'vitest';
import { createFullDisk } from '../../test/full-disk.ts';
import { HOUR, MINUTE, SECOND, START, matcher } from '../../test/notification-bench.ts';
import type { SilenceRequest } from './silence.ts';
import { createSilences } from './silences.ts';
import type { SilenceLimits } from './silences.ts';

const LABELS = LabelSet.of({ alertname: 'Slow', team: 'web' });

async function bench(options: { state?: StateStore; clock?: VirtualClock; limits?: SilenceLimits } = {}) {
  const { state = createMemoryState(), clock = new VirtualClock(START + 500), limits = {} } = options;
  const silences = createSilences({ state, clock, limits });
  await silences.load();
  return {
    clock,
    state,
    silences,
    isMuted: (labels = LABELS) => silences.mutedBy(labels, clock.now()).length > 0,
  };
}

function request(rest: Partial<SilenceRequest> = {}): SilenceRequest {
  const matchers = [matcher('alertname', '=', 'Slow')];
  return { matchers, endsAtMs: START + HOUR, createdBy: 'ann', comment: 'known', ...rest };
}

describe('what a silence mutes', () => {
  test.each([
    ['an equal value', [matcher('team', '=', 'web')], true],
    ['another value', [matcher('team', '=', 'db')], false],
    ['a value other than', [matcher('team', '!=', 'db')], true],
    ['a pattern of the whole value', [matcher('team', '=~', 'we.|db')], true],
    ['a pattern of a part of the value', [matcher('team', '=~', 'we')], false],
    ['no pattern', [matcher('alertname', '=', 'Slow'), matcher('team', '!~', 'd.*')], true],
    ['a label that is missing', [matcher('alertname', '=', 'Slow'), matcher('job', '=', '')], true],
    ['only where all matchers match', [matcher('alertname', '=', 'Slow'), matcher('team', '=', 'db')], false],
  ])('%s', async (_, matchers, expected) => {
    const b = await bench();
    await b.silences.put(request({ matchers }));
    expect(b.isMuted()).toBe(expected);
  });

  test('it mutes from its start until its end', async () => {
    const b = await bench();
    const { id } = await b.silences.put(
      request({ startsAtMs: START + 10 * MINUTE, endsAtMs: START + 20 * MINUTE }),
    );
    const seen = async (timeMs: number) => {
      await b.clock.advanceTo(timeMs);
      return [b.silences.get(id)?.state, b.isMuted()];
    };
    expect(await seen(START + 10 * MINUTE - 1)).toEqual(['pending', false]);
    expect(await seen(START + 10 * MINUTE)).toEqual(['active', true]);
    expect(await seen(START + 20 * MINUTE - 1)).toEqual(['active', true]);
    expect(await seen(START + 20 * MINUTE)).toEqual(['expired', false]);
  });

  test('ended by hand it mutes no more, and cannot be ended twice', async () => {
    const b = await bench();
    const { id } = await b.silences.put(request());
    await b.clock.advanceBy(MINUTE);
    await b.silences.expire(id);
    const ended = b.silences.get(id);
    expect([b.isMuted(), ended?.state, ended?.endsAtMs]).toEqual([false, 'expired', START + 500 + MINUTE]);
    await b.clock.advanceBy(MINUTE);
    await b.silences.expire(id);
    expect(b.silences.get(id)).toEqual(ended);
  });

  test('ended before it began it never mutes', async () => {
    const b = await bench();
    const { id } = await b.silences.put(request({ startsAtMs: START + 10 * MINUTE }));
    await b.silences.expire(id);
    await b.clock.advanceTo(START + 15 * MINUTE);
    expect([b.isMuted(), b.silences.get(id)?.state]).toEqual([false, 'expired']);
  });

  test('labels named like properties of objects are ordinary labels', async () => {
    const b = await bench();
    await b.silences.put(request({ matchers: [matcher('__proto__', '=', 'constructor')] }));
    expect(b.isMuted(LabelSet.of(JSON.parse('{"__proto__":"constructor"}')))).toBe(true);
    expect(b.isMuted(LabelSet.of({}))).toBe(false);
  });
});

describe('a silence that is changed', () => {
  test('keeps its id and start when only its end and comment change', async () => {
    const b = await bench();
    const first = await b.silences.put(request());
    await b.clock.advanceBy(MINUTE);
    // Clients know the start to the second only.
    const next = request({ id: first.id, startsAtMs: START, endsAtMs: START + 2 * HOUR, comment: 'longer' });
    const changed = await b.silences.put(next);
    expect(changed).toMatchObject({ id: first.id, startsAtMs: START + 500, comment: 'longer' });
    expect(b.silences.list()).toEqual([changed]);
  });

  test('keeps its start where no other is asked for', async () => {
    const b = await bench();
    const first = await b.silences.put(request({ startsAtMs: START + 10 * MINUTE }));
    const changed = await b.silences.put(request({ id: first.id, comment: 'still' }));
    expect(changed).toMatchObject({ id: first.id, startsAtMs: START + 10 * MINUTE });
  });

  test('gets a new id with other matchers, and the old one ends', async () => {
    const b = await bench();
    const first = await b.silences.put(request());
    await b.clock.advanceBy(MINUTE);
    const matchers = [matcher('team', '=', 'web')];
    const second = await b.silences.put(request({ id: first.id, matchers }));
    expect(second.id).not.toBe(first.id);
    expect(b.silences.get(first.id)?.state).toBe('expired');
    expect(b.silences.mutedBy(LABELS, b.clock.now())).toEqual([second.id]);
  });

  test('stays the same with its matchers in another order', async () => {
    const b = await bench();
    const matchers = [matcher('alertname', '=', 'Slow'), matcher('team', '=', 'web')];
    const { id } = await b.silences.put(request({ matchers }));
    const changed = await b.silences.put(request({ id, matchers: matchers.toReversed() }));
    expect(changed.id).toBe(id);
  });

  test('gets a new id when it has ended already', async () => {
    const b = await bench();
    const { id } = await b.silences.put(request());
    await b.silences.expire(id);
    const again = await b.silences.put(request({ id }));
    expect(again.id).not.toBe(id);
    expect([b.isMuted(), again.startsAtMs]).toEqual([true, b.clock.now()]);
  });

  test('a new one cannot begin in the past', async () => {
    const b = await bench();
    const { startsAtMs } = await b.silences.put(request({ startsAtMs: START - HOUR }));
    expect(startsAtMs).toBe(START + 500);
  });

  test('two changes at once come one after the other', async () => {
    const b = await bench();
    const { id } = await b.silences.put(request());
    const changes = ['web', 'db'].map((team) =>
      b.silences.put(request({ id, matchers: [matcher('team', '=', team)] })),
    );
    await Promise.all(changes);
    expect(b.silences.list().filter(({ state }) => state === 'active')).toHaveLength(2);
    expect(b.silences.get(id)?.state).toBe('expired');
  });
});

describe('a silence is refused', () => {
  test.each([
    ['without a matcher', { matchers: [] }, /no matcher/],
    [
      'when all matchers match a missing label',
      { matchers: [matcher('a', '=', ''), matcher('b', '=~', '.*')] },
      /would mute every alert: a="", b=~"\.\*"/,
    ],
    ['when it ends before it starts', { startsAtMs: START + 2 * HOUR }, /ends before it starts/],
    ['when it ends in the past', { startsAtMs: START - HOUR, endsAtMs: START - 1 }, /ends in the past/],
    ['with a broken pattern', { matchers: [matcher('a', '=~', '(')] }, /a=~"\(" cannot be used: bad regular/],
    ['with a label without a name', { matchers: [matcher('', '=', 'x')] }, /no valid label name/],
    ['with half a character', { matchers: [matcher('a', '=', '\ud800')] }, /no valid text/],
    ['with a time that is none', { endsAtMs: Number.NaN }, /no valid time/],
    ['with a time beyond all calendars', { endsAtMs: 1e300 }, /no valid time/],
  ])('%s', async (_, wrong, message) => {
    const b = await bench();
    const refused = b.silences.put(request(wrong));
    await expect(refused).rejects.toMatchObject({
      code: 'TT_SILENCE_INVALID',
      message: expect.stringMatching(message),
    });
    expect(b.silences.list()).toEqual([]);
  });

  test('when there are too many, those that ended counted too', async () => {
    const b = await bench({ limits: { maxSilences: 2 } });
    const { id } = await b.silences.put(request());
    await b.silences.put(request());
    await b.silences.expire(id);
    await expect(b.silences.put(request())).rejects.toMatchObject({ code: 'TT_SILENCE_LIMIT' });
    await b.clock.advanceBy(121 * HOUR);
    await expect(b.silences.put(request({ endsAtMs: b.clock.now() + 1 }))).resolves.toBeDefined();
  });

  test('when it is too large', async () => {
    const b = await bench({ limits: { maxSizeBytes: 1000 } });
    const refused = b.silences.put(request({ comment: 'x'.repeat(1000) }));
    await expect(refused).rejects.toMatchObject({ code: 'TT_SILENCE_LIMIT' });
    expect(b.isMuted()).toBe(false);
  });

  test('when the id is unknown', async () => {
    const b = await bench();
    await expect(b.silences.put(request({ id: 'x' }))).rejects.toMatchObject({ code: 'TT_SILENCE_UNKNOWN' });
    await expect(b.silences.expire('x')).rejects.toMatchObject({ code: 'TT_SILENCE_UNKNOWN' });
  });

  test('and the next one is taken all the same', async () => {
    const b = await bench();
    await expect(b.silences.put(request({ matchers: [] }))).rejects.toThrow(/no matcher/);
    await b.silences.put(request());
    expect(b.isMuted()).toBe(true);
  });
});

describe('silences on disk', () => {
  test('a silence is there after a crash in the moment in which it was confirmed', async () => {
    const b = await bench();
    const { id } = await b.silences.put(request());
    const after = await bench({ state: b.state, clock: b.clock });
    expect(after.silences.get(id)).toEqual(b.silences.get(id));
    expect(after.isMuted()).toBe(true);
  });

  test('an ended silence does not come back by a restart', async () => {
    const b = await bench();
    const { id } = await b.silences.put(request());
    await b.silences.expire(id);
    const after = await bench({ state: b.state, clock: b.clock });
    expect([after.isMuted(), after.silences.get(id)?.state]).toEqual([false, 'expired']);
  });

  test('what the disk refused is not confirmed and mutes nobody', async () => {
    const b = await bench({ state: createFullDisk() });
    await expect(b.silences.put(request())).rejects.toThrow('disk full');
    expect([b.isMuted(), b.silences.list()]).toEqual([false, []]);
  });

  test('what the disk refuses to end goes on', async () => {
    const state = createMemoryState();
    const { id } = await (await bench({ state })).silences.put(request());
    const b = await bench({ state: createFullDisk(state) });
    await expect(b.silences.expire(id)).rejects.toThrow('disk full');
    expect(b.isMuted()).toBe(true);
  });

  test('an ended silence is kept five days and then forgotten, on disk too', async () => {
    const b = await bench();
    const { id } = await b.silences.put(request());
    await b.clock.advanceTo(START + 121 * HOUR);
    expect(b.silences.get(id)?.state).toBe('expired');
    await b.clock.advanceBy(SECOND);
    expect([b.silences.get(id), b.silences.list()]).toEqual([undefined, []]);
    await bench({ state: b.state, clock: b.clock });
    expect(await b.state.documents('silences').entries()).toEqual([]);
  });

  test('a document that cannot be understood does not stop the others', async () => {
    const b = await bench();
    const silence = await b.silences.put(request());
    const broken = { ...silence, id: 'a', matchers: [{ name: 'a', op: '=~', value: '(' }] };
    await b.state.documents('silences').put('a', broken);
    const after = await bench({ state: b.state, clock: b.clock });
    expect(after.isMuted()).toBe(true);
  });
});
