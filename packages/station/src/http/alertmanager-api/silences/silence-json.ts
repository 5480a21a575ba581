import type { Silence, SilenceState } from '@telltale/alerting';
import type { CompiledMatcher } from '@telltale/model';
import { timeText } from '../json-value.ts';

/** A silence as the API shows it. */
export function silenceJson(silence: Silence) {
  const { id, state, matchers, startsAtMs, endsAtMs, updatedAtMs, createdBy, comment } = silence;
  return {
    id,
    status: { state },
    updatedAt: timeText(updatedAtMs),
    comment,
    createdBy,
    endsAt: timeText(endsAtMs),
    matchers: matchers.map(({ name, op, value }) => ({
      isEqual: op === '=' || op === '=~',
      isRegex: op === '=~' || op === '!~',
      name,
      value,
    })),
    startsAt: timeText(startsAtMs),
  };
}

const ORDER: Readonly<Record<SilenceState, number>> = { active: 0, pending: 1, expired: 2 };

/**
 * The silences whose matchers a filter takes, as if they were labels: those in force first, by their end;
 * then those to come, by their start; then those that ended, the latest first.
 */
export function selectSilences(
  silences: readonly Silence[],
  filter: readonly CompiledMatcher[],
): readonly Silence[] {
  return silences
    .filter(({ matchers }) => {
      const values = new Map(matchers.map(({ name, value }) => [name, value]));
      return filter.every((matcher) => matcher.matches(values.get(matcher.name) ?? ''));
    })
    .toSorted((a, b) => ORDER[a.state] - ORDER[b.state] || sortKey(a) - sortKey(b));
}

function sortKey({ state, startsAtMs, endsAtMs }: Silence): number {
  if (state === 'pending') return startsAtMs;
  return state === 'active' ? endsAtMs : -endsAtMs;
}
