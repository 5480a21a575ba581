import { expect, test } from 'vitest';
import type { SilenceView } from '../../data/api/silences-api.ts';
import {
  draftAgain,
  draftOf,
  endOf,
  isComplete,
  newDraft,
  problemsOf,
  prolonged,
  silenceOf,
} from './silence-draft.ts';
import type { SilenceDraft } from './silence-draft.ts';

const NOW_MS = Date.parse('2026-11-21T14:00:00Z');
const HOUR_MS = 3_600_000;
const iso = (atMs: number) => new Date(atMs).toISOString();

const SILENCE: SilenceView = {
  id: 'a1',
  status: { state: 'active' },
  matchers: [{ name: 'http route', value: '/x', isRegex: false, isEqual: true }],
  startsAt: iso(NOW_MS - HOUR_MS),
  endsAt: iso(NOW_MS + HOUR_MS),
  updatedAt: iso(NOW_MS - HOUR_MS),
  createdBy: 'ada',
  comment: 'we know',
};

function draft(part: Partial<SilenceDraft> = {}): SilenceDraft {
  return { ...newDraft(['job="shop"'], 'ada'), comment: 'we know', ...part };
}

const problems = (one: SilenceDraft) => problemsOf(one, NOW_MS, 'utc');

test('a silence is made for an hour from now on', () => {
  expect(silenceOf(draft({ comment: ' we know ' }), NOW_MS, 'utc')).toEqual({
    matchers: [{ name: 'job', value: 'shop', isRegex: false, isEqual: true }],
    startsAt: iso(NOW_MS),
    endsAt: iso(NOW_MS + HOUR_MS),
    createdBy: 'ada',
    comment: 'we know',
  });
});

test('one that is changed keeps its id, its beginning and, unless another is chosen, its end', () => {
  const changed = draftOf(SILENCE, 'utc');
  const { id, startsAt, endsAt, matchers } = silenceOf(changed, NOW_MS, 'utc');
  expect({ id, startsAt, endsAt, matchers }).toEqual({
    id: 'a1',
    startsAt: SILENCE.startsAt,
    endsAt: SILENCE.endsAt,
    matchers: SILENCE.matchers,
  });
  const shorter = { ...changed, end: { kind: 'after', lengthMs: HOUR_MS / 2 } } as const;
  expect(endOf(shorter, NOW_MS, 'utc')).toBe(NOW_MS + HOUR_MS / 2);
});

test('one to come is as long as is chosen from its beginning on', () => {
  const startsAtMs = NOW_MS + 2 * HOUR_MS;
  expect(endOf(draft({ startsAtMs }), NOW_MS, 'utc')).toBe(startsAtMs + HOUR_MS);
});

test('one that has ended is made once more, from now on and for as long', () => {
  const again = draftAgain(SILENCE, 'grace');
  expect(again).toMatchObject({ id: undefined, author: 'grace', comment: 'we know' });
  expect(endOf(again, NOW_MS, 'utc')).toBe(NOW_MS + 2 * HOUR_MS);
  expect(draftAgain(SILENCE, '').author).toBe('ada');
});

test('an hour more changes the end alone', () => {
  const { status: _status, updatedAt: _updatedAt, ...rest } = SILENCE;
  expect(prolonged(SILENCE, HOUR_MS)).toEqual({ ...rest, endsAt: iso(NOW_MS + 2 * HOUR_MS) });
});

test('an end is typed in the zone of the page', () => {
  const typed = draft({ end: { kind: 'at', text: '2026-11-21 15:30' } });
  expect(endOf(typed, NOW_MS, 'utc')).toBe(NOW_MS + 1.5 * HOUR_MS);
  expect(endOf(typed, NOW_MS, 'local')).toBe(new Date(2026, 10, 21, 15, 30).getTime());
  expect(problems(typed).end).toBe('');
});

test.each([
  [
    'an end that is no moment',
    { end: { kind: 'at', text: 'tomorrow' } },
    'end',
    /Write the end as 2026-11-21/,
  ],
  ['an end that is over', { end: { kind: 'at', text: '2026-11-21 13:59' } }, 'end', /is over/],
  [
    'an end before the beginning',
    { end: { kind: 'at', text: '2026-11-21 15:00' }, startsAtMs: NOW_MS + 2 * HOUR_MS },
    'end',
    /after it has begun/,
  ],
  ['a comment of spaces', { comment: '  ' }, 'comment', /Only spaces/],
  ['an author of spaces', { author: '\t ' }, 'author', /Only spaces/],
  ['a line that is no matcher', { matchers: 'nonsense' }, 'matchers', /no matcher/],
] as const)('%s is told and not sent', (_, part, field, words) => {
  const wrong = draft(part);
  expect(problems(wrong)[field]).toMatch(words);
  expect(isComplete(wrong, problems(wrong))).toBe(false);
});

test('fields that are still empty are no problem yet, and are not sent either', () => {
  for (const part of [{ comment: '' }, { author: '' }, { matchers: '' }]) {
    const open = draft(part);
    expect(Object.values(problems(open)).join('')).toBe('');
    expect(isComplete(open, problems(open))).toBe(false);
  }
  expect(isComplete(draft(), problems(draft()))).toBe(true);
});
