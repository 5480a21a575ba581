import type { RuleFinding } from '../../finding.ts';
import type { WrittenLine } from '../../guides/written-lines.ts';
import { matchesIn, writtenLines } from '../../guides/written-lines.ts';
import type { CheckedText } from '../../workspace/workspace.ts';

/**
 * One finding a file, at the first line that matches; its message says of how many more lines it is
 * true. A guide that says a thing twenty times has one fault.
 */
export function* firstMatches(
  texts: readonly CheckedText[],
  {
    pattern,
    kind,
    finding,
  }: {
    readonly pattern: RegExp;
    /** Default: both kinds. */
    readonly kind?: WrittenLine['kind'];
    readonly finding: (match: RegExpExecArray) => Omit<RuleFinding, 'place'>;
  },
): Iterable<RuleFinding> {
  for (const lines of writtenLines(texts).values()) {
    const chosen = kind === undefined ? lines : lines.filter((line) => line.kind === kind);
    const [first, ...others] = matchesIn(chosen, pattern);
    if (!first) continue;
    const { message, ...rest } = finding(first.match);
    const more =
      others.length === 0 ? '' : ` (and ${others.length} more ${others.length === 1 ? 'line' : 'lines'})`;
    yield { place: first.place, message: `${message}${more}`, ...rest };
  }
}
