import type { TimeRange } from '@telltale/model';
import { BadRequestError, invalidParameter } from '../bad-request-error.ts';
import { timeParameter, wholeNumberParameter } from '../parameters.ts';

const DEFAULT_RANGE_MS = 3_600_000;

/**
 * The range of `start` and `end`: up to now, and an hour long, unless told.
 *
 * @param prefix In front of both names, where a request has several ranges.
 */
export function rangeParameters(
  parameters: URLSearchParams,
  nowMs: number,
  prefix = '',
  fallback?: TimeRange,
): TimeRange {
  const endMs = timeParameter(parameters, `${prefix}end`, fallback?.endMs ?? nowMs);
  const startMs = timeParameter(
    parameters,
    `${prefix}start`,
    fallback?.startMs ?? Math.min(endMs, nowMs) - DEFAULT_RANGE_MS,
  );
  if (startMs >= endMs) throw invalidParameter(`${prefix}end`, 'it must be after the start');
  return { startMs, endMs };
}

/** A whole number from `least` to `most`. */
export function countParameter(
  parameters: URLSearchParams,
  name: string,
  {
    fallback,
    least = 1,
    most,
  }: { readonly fallback: number; readonly least?: number; readonly most: number },
): number {
  const count = wholeNumberParameter(parameters, name, fallback);
  if (count >= least && count <= most) return count;
  throw new BadRequestError(`${name} must be a whole number from ${least} to ${most}`);
}

/** One of several words; the first one without the parameter. */
export function choiceParameter<Choice extends string>(
  parameters: URLSearchParams,
  name: string,
  choices: readonly [Choice, ...Choice[]],
): Choice {
  const text = parameters.get(name) ?? '';
  const choice = text === '' ? choices[0] : choices.find((one) => one === text);
  if (choice !== undefined) return choice;
  throw new BadRequestError(`${name} must be one of ${choices.join(', ')}`);
}
