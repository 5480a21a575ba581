import { TelltaleError, parseDuration } from '@telltale/model';
import type { ChosenRange } from '../chosen/chosen.ts';
import { isChosen } from '../chosen/chosen.ts';
import type { QueryContext } from './query-context.ts';

/** Length of a range in milliseconds. Throws `TT_DEFINITION_INVALID` for anything but a positive duration. */
export function rangeMs(range: string | ChosenRange, context: QueryContext): number {
  if (range === 'auto') return context.autoRangeMs;
  if (isChosen(range)) return context.chosenRangeMs?.(range.variable) ?? rangeMs(range.initial, context);
  const ms = typeof range === 'string' ? parseDuration(range) : undefined;
  if (ms === undefined || ms <= 0) {
    throw new TelltaleError(
      'TT_DEFINITION_INVALID',
      `'${typeof range === 'string' ? range : typeof range}' is not a range: write a duration such as '5m', or 'auto'`,
    );
  }
  return ms;
}
