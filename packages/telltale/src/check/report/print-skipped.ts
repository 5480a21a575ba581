import type { SkippedPath } from '../skipped-path.ts';
import type { Paint } from './paint.ts';
import { plural } from './plural.ts';
import { printable } from '../../io/printable.ts';

/** More names than this are counted, not listed. */
const MAX_LISTED = 5;

/** The block of a report that says what was not read; no lines where everything was. */
export function printSkipped(skipped: readonly SkippedPath[], paint: Paint): readonly string[] {
  if (skipped.length === 0) return [];
  const listed = mostTelling(skipped).map(({ file, reason }) => `  ${printable(file)}: ${reason}`);
  const more = skipped.length - listed.length;
  const title = `${paint.yellow('not checked:')} ${plural(skipped.length, 'file or folder', 'files and folders')}`;
  return [title, ...listed, ...(more > 0 ? [`  and ${more} more`] : [])];
}

/** One line for standard error where rules may have been missed; empty where not. */
export function printMissedRules(skipped: readonly SkippedPath[]): string {
  const missed = skipped.filter(({ mayHoldRules }) => mayHoldRules);
  if (missed.length === 0) return '';
  const listed = mostTelling(missed).map(({ file, reason }) => `${printable(file)} (${reason})`);
  const more = missed.length - listed.length;
  const rest = more > 0 ? ` and ${more} more` : '';
  return `telltale: the check is not complete, rules may stand in: ${listed.join(', ')}${rest}\n`;
}

/** What may hold rules comes first. */
function mostTelling(skipped: readonly SkippedPath[]): readonly SkippedPath[] {
  return skipped.toSorted((a, b) => Number(b.mayHoldRules) - Number(a.mayHoldRules)).slice(0, MAX_LISTED);
}
