import type { NewSilence, SilenceView } from '../../data/api/silences-api.ts';
import { formatInputMoment, parseInputMoment } from '../../format/times.ts';
import type { Zone } from '../../format/zone.ts';
import { parseMatchers, printMatcher } from './matcher-text.ts';

const MINUTE_MS = 60_000;

/** Lengths that are offered. */
export const LENGTHS_MS: readonly number[] = [30, 60, 120, 480, 1440, 10_080].map(
  (minutes) => minutes * MINUTE_MS,
);
const DEFAULT_LENGTH_MS = 60 * MINUTE_MS;

/** When a silence ends: so long after its beginning, or at a moment that is typed. */
export type SilenceEnd =
  | { readonly kind: 'after'; readonly lengthMs: number }
  | { readonly kind: 'at'; readonly text: string };

/** A silence as it is being written. */
export interface SilenceDraft {
  /** Of the silence that is changed; `undefined` for one that is made. */
  readonly id: string | undefined;
  /** One a line. */
  readonly matchers: string;
  /** When one that is changed begins; `undefined` is now. */
  readonly startsAtMs: number | undefined;
  readonly end: SilenceEnd;
  readonly comment: string;
  readonly author: string;
}

/** A silence that begins with matchers, one each. */
export function newDraft(matchers: readonly string[], author: string): SilenceDraft {
  const end: SilenceEnd = { kind: 'after', lengthMs: DEFAULT_LENGTH_MS };
  return { id: undefined, matchers: matchers.join('\n'), startsAtMs: undefined, end, comment: '', author };
}

/** A silence that is changed: as it is. */
export function draftOf(silence: SilenceView, zone: Zone): SilenceDraft {
  return {
    id: silence.id,
    matchers: silence.matchers.map(printMatcher).join('\n'),
    startsAtMs: Date.parse(silence.startsAt),
    end: { kind: 'at', text: formatInputMoment(Date.parse(silence.endsAt), zone) },
    comment: silence.comment,
    author: silence.createdBy,
  };
}

/** A silence that has ended, once more, from now on and for as long. */
export function draftAgain(silence: SilenceView, author: string): SilenceDraft {
  const lengthMs = Date.parse(silence.endsAt) - Date.parse(silence.startsAt);
  const offered = LENGTHS_MS.includes(lengthMs) ? lengthMs : DEFAULT_LENGTH_MS;
  return {
    ...newDraft(silence.matchers.map(printMatcher), author || silence.createdBy),
    end: { kind: 'after', lengthMs: offered },
    comment: silence.comment,
  };
}

/** What is wrong with a draft, by field; empty where nothing is. Fields that are still empty are not wrong yet. */
export interface DraftProblems {
  readonly matchers: string;
  readonly end: string;
  readonly comment: string;
  readonly author: string;
}

/** Finds what is wrong. */
export function problemsOf(draft: SilenceDraft, nowMs: number, zone: Zone): DraftProblems {
  return {
    matchers: parseMatchers(draft.matchers).fault,
    end: problemOfEnd(draft, nowMs, zone),
    comment: isBlank(draft.comment) ? 'Only spaces: say why, for who finds it later' : '',
    author: isBlank(draft.author) ? 'Only spaces: say who you are' : '',
  };
}

/** When the silence ends; `undefined` where that is no moment. */
export function endOf({ end, startsAtMs }: SilenceDraft, nowMs: number, zone: Zone): number | undefined {
  if (end.kind === 'at') return parseInputMoment(end.text, zone);
  return Math.max(nowMs, startsAtMs ?? nowMs) + end.lengthMs;
}

/** Whether there is enough to save it. */
export function isComplete(draft: SilenceDraft, problems: DraftProblems): boolean {
  const isFilled = [draft.comment, draft.author].every((text) => text.trim() !== '');
  return (
    isFilled &&
    Object.values(problems).every((problem) => problem === '') &&
    parseMatchers(draft.matchers).matchers.length > 0
  );
}

/** The silence that a complete draft describes. */
export function silenceOf(draft: SilenceDraft, nowMs: number, zone: Zone): NewSilence {
  const { id, matchers, startsAtMs, comment, author } = draft;
  return {
    ...(id !== undefined && { id }),
    matchers: parseMatchers(matchers).matchers,
    startsAt: new Date(startsAtMs ?? nowMs).toISOString(),
    endsAt: new Date(endOf(draft, nowMs, zone) ?? nowMs).toISOString(),
    createdBy: author.trim(),
    comment: comment.trim(),
  };
}

/** A silence that goes on for longer, otherwise as it is. */
export function prolonged(silence: SilenceView, byMs: number): NewSilence {
  const { id, matchers, startsAt, endsAt, createdBy, comment } = silence;
  return {
    id,
    matchers,
    startsAt,
    endsAt: new Date(Date.parse(endsAt) + byMs).toISOString(),
    createdBy,
    comment,
  };
}

function problemOfEnd(draft: SilenceDraft, nowMs: number, zone: Zone): string {
  const endMs = endOf(draft, nowMs, zone);
  if (endMs === undefined) return `Write the end as ${formatInputMoment(nowMs, zone)}`;
  if (endMs <= nowMs) return 'This moment is over: a silence ends later';
  return endMs <= (draft.startsAtMs ?? nowMs) ? 'It must end after it has begun' : '';
}

function isBlank(text: string): boolean {
  return text !== '' && text.trim() === '';
}
