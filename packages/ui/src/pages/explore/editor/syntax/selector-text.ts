import type { Piece } from './pieces.ts';
import { closerOf, isKeyword, isSign } from './pieces.ts';
import { isClosedString } from './quoting.ts';

/** Words before the parentheses that hold names of labels. */
export const GROUPING: ReadonlySet<string> = new Set([
  'by',
  'without',
  'on',
  'ignoring',
  'group_left',
  'group_right',
]);

const OPERATORS: ReadonlySet<string> = new Set(['=', '!=', '=~', '!~']);

/** What stands between two commas of a selector. */
interface Entry {
  readonly metric: string;
  readonly matcher: string;
  readonly isPositive: boolean;
}

/**
 * The selector whose braces are opened at an index, of what is finished in it but the entry that the caret is in.
 * Empty where that selects nothing in particular.
 */
export function selectorText(pieces: readonly Piece[], opener: number, caret = -1): string {
  const entries = entriesOf(pieces.slice(opener + 1, closerOf(pieces, opener)), caret);
  const before = pieces.at(opener - 1);
  const name = opener > 0 && before?.kind === 'metric' ? before.text : '';
  const metric = entries.find((entry) => entry.metric !== '')?.metric ?? '';
  if (name === '' && metric === '' && !entries.some(({ isPositive }) => isPositive)) return '';
  const matchers = entries.flatMap(({ matcher }) => (matcher === '' ? [] : [matcher]));
  const inside = metric === '' ? matchers : [metric, ...matchers];
  return inside.length === 0 ? name : `${name}{${inside.join(',')}}`;
}

/** The first selector of some pieces, beginning with one and ending before another; empty where there is none. */
export function firstSelector(pieces: readonly Piece[], from: number, to: number): string {
  for (let i = from; i < to; i++) {
    if (isKeyword(pieces[i], GROUPING) && isSign(pieces[i + 1], '(')) {
      i = closerOf(pieces, i + 1);
    } else if (isSign(pieces[i], '{')) {
      return selectorText(pieces, i);
    } else if (pieces[i]?.kind === 'metric') {
      return isSign(pieces[i + 1], '{') ? selectorText(pieces, i + 1) : pieces[i].text;
    }
  }
  return '';
}

function entriesOf(pieces: readonly Piece[], caret: number): readonly Entry[] {
  const entries: Piece[][] = [[]];
  for (const piece of pieces) {
    if (isSign(piece, ',')) entries.push([]);
    else entries.at(-1)?.push(piece);
  }
  return entries
    .filter((entry) => entry.length > 0 && !(entry[0].from < caret && caret < entry.at(-1)!.to))
    .map(entryOf);
}

function entryOf(pieces: readonly Piece[]): Entry {
  const [name, ...rest] = pieces;
  const value = rest.at(-1);
  const operator = rest
    .slice(0, -1)
    .map(({ text }) => text)
    .join('');
  const nothing = { metric: '', matcher: '', isPositive: false };
  const isName = name.kind === 'label' || (name.kind === 'string' && isClosedString(name.text));
  if (value === undefined) {
    return name.kind === 'string' && isName && name.text.length > 2
      ? { ...nothing, metric: name.text }
      : nothing;
  }
  const isValue = value.kind === 'string' && isClosedString(value.text) && value.text.length > 2;
  if (!isName || !isValue || !OPERATORS.has(operator)) return nothing;
  return {
    ...nothing,
    matcher: `${name.text}${operator}${value.text}`,
    isPositive: !operator.startsWith('!'),
  };
}
