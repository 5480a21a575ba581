import { TelltaleError, printMatcher } from '@telltale/model';
import type { CompiledMatcher, Matcher } from '@telltale/model';
import { compileMatcher } from '@telltale/promql';
import type { SilenceRequest } from './silence.ts';

/** The last moment that a `Date` can show. */
const MAX_TIME_MS = 8.64e15;

/**
 * Judges a silence that is asked for, by Alertmanager's rules.
 *
 * @throws TelltaleError TT_SILENCE_INVALID, which names what is wrong.
 */
export function validateSilence(request: SilenceRequest, nowMs: number): void {
  const { matchers, startsAtMs = nowMs, endsAtMs } = request;
  if (matchers.length === 0) {
    refuse('The silence has no matcher.', 'Say which alerts it mutes, such as alertname="HighErrorRate".');
  }
  for (const matcher of matchers) checkMatcher(matcher);
  if (matchers.every(takesMissingLabel)) {
    const texts = matchers.map(printMatcher).join(', ');
    refuse(
      `All matchers of the silence match a label that is missing, so it would mute every alert: ${texts}.`,
      'Add a matcher that asks for a value.',
    );
  }
  for (const timeMs of [startsAtMs, endsAtMs]) {
    if (!(Math.abs(timeMs) <= MAX_TIME_MS)) {
      refuse(`The silence has no valid time: ${timeMs}.`, 'Give its start and end as dates.');
    }
  }
  if (endsAtMs <= startsAtMs) {
    refuse('The silence ends before it starts.', 'Choose an end after the start.');
  }
  if (endsAtMs <= nowMs) refuse('The silence ends in the past.', 'Choose an end in the future.');
}

/**
 * Prepares the matchers of a silence.
 *
 * @throws TelltaleError TT_SILENCE_INVALID for a regular expression that RE2 does not accept.
 */
export function compileMatchers(matchers: readonly Matcher[]): readonly CompiledMatcher[] {
  return matchers.map(checkMatcher);
}

function checkMatcher(matcher: Matcher): CompiledMatcher {
  if (matcher.name === '' || !matcher.name.isWellFormed()) {
    refuse(`A matcher of the silence has no valid label name: ${JSON.stringify(matcher.name)}.`);
  }
  if (!matcher.value.isWellFormed()) {
    refuse(`The silence's matcher of ${JSON.stringify(matcher.name)} has a value that is no valid text.`);
  }
  try {
    return compileMatcher(matcher);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    return refuse(
      `The silence's matcher ${printMatcher(matcher)} cannot be used: ${reason}`,
      undefined,
      cause,
    );
  }
}

/** As in Alertmanager, `!=` and `!~` count as asking for something: everything but one service. */
function takesMissingLabel(matcher: Matcher): boolean {
  return (matcher.op === '=' || matcher.op === '=~') && compileMatcher(matcher).matches('');
}

function refuse(message: string, fix?: string, cause?: unknown): never {
  throw new TelltaleError('TT_SILENCE_INVALID', message, {
    ...(fix !== undefined && { fix }),
    ...(cause !== undefined && { cause }),
  });
}
