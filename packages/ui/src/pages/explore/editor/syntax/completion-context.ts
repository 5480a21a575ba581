import type { Piece } from './pieces.ts';
import { closerOf, isKeyword, isSign, openBrackets, openerOf, piecesOf } from './pieces.ts';
import type { Quote } from './quoting.ts';
import { isClosedString, unescapeText } from './quoting.ts';
import { GROUPING, firstSelector, selectorText } from './selector-text.ts';

/** What a place in a query can be completed with. */
export type CompletionContext = Typed &
  (
    | { readonly kind: 'expression'; readonly hasOperands: boolean; readonly keywords: readonly string[] }
    | { readonly kind: 'label-name'; readonly selector: string }
    | { readonly kind: 'quoted-name'; readonly selector: string }
    | LabelValueContext
    | { readonly kind: 'grouping'; readonly selector: string }
    | { readonly kind: 'duration' }
  );

interface Typed {
  /** What is replaced: the characters from, and before. */
  readonly from: number;
  readonly to: number;
  /** What was written of it up to the caret. */
  readonly typed: string;
}

interface LabelValueContext {
  readonly kind: 'label-value';
  readonly label: string;
  readonly selector: string;
  readonly isRegexp: boolean;
  /** The quotes that it stands in; `undefined` where there are none yet. */
  readonly quote: Quote | undefined;
  readonly isClosed: boolean;
}

/** A place between the pieces of a query. */
interface Place {
  readonly query: string;
  readonly caret: number;
  readonly pieces: readonly Piece[];
  /** The piece that is being written there: its index, or that of the first piece behind it. */
  readonly end: number;
  readonly current: Piece | undefined;
  /** The piece before. */
  readonly previous: Piece | undefined;
  /** The bracket that it stands in: its index, -1 outside of all. */
  readonly opener: number;
}

const AFTER_OPERAND = ['and', 'or', 'unless', 'by', 'without', 'offset', 'atan2'];
const AFTER_OPERATOR = ['on', 'ignoring', 'bool'];
const AFTER_MATCHING = ['group_left', 'group_right'];
const MATCHING: ReadonlySet<string> = new Set(['on', 'ignoring']);
const OPERATOR_WORDS: ReadonlySet<string> = new Set(['and', 'or', 'unless', 'atan2', 'bool']);
const OFFSET: ReadonlySet<string> = new Set(['offset']);

/**
 * What can stand at the caret; `undefined` where nothing can be offered: in a comment, a number, a text that is
 * no value of a label.
 */
export function completionContext(query: string, caret: number): CompletionContext | undefined {
  const place = placeAt(query, Math.max(0, Math.min(caret, query.length)));
  if (place === undefined) return undefined;
  const { current, pieces, opener } = place;
  if (current?.kind === 'string') return inString(place, current);
  if (isSign(pieces[opener], '[') || isAfterOffset(place)) return asDuration(place);
  if (current?.kind === 'number') return undefined;
  if (isSign(pieces[opener], '{')) return inBraces(place);
  if (isGrouping(place)) return inGrouping(place);
  return asExpression(place);
}

/** Whether a list may open there though nothing was typed yet: what comes is not easily known by heart. */
export function opensByItself({ kind, typed }: CompletionContext): boolean {
  return kind !== 'expression' || typed !== '';
}

/** Where a caret is; `undefined` in a comment. */
function placeAt(query: string, caret: number): Place | undefined {
  const all = piecesOf(query);
  if (all.some(({ kind, from, to }) => kind === 'comment' && from < caret && caret <= to)) return undefined;
  const pieces = all.filter(({ kind }) => kind !== 'comment');
  const behind = pieces.findIndex(({ to }) => to >= caret);
  const touched = behind < 0 ? undefined : pieces[behind];
  const isCurrent = touched !== undefined && touched.from < caret && isWritten(touched, caret);
  // A sign, or a string that is closed, ends right before the caret: it is done.
  const end = touched === undefined ? pieces.length : behind + (touched.from < caret && !isCurrent ? 1 : 0);
  return {
    query,
    caret,
    pieces,
    end,
    current: isCurrent ? touched : undefined,
    previous: pieces[end - 1],
    opener: openBrackets(pieces, end).at(-1) ?? -1,
  };
}

function isWritten({ kind, text, to }: Piece, caret: number): boolean {
  if (kind === 'plain') return false;
  return kind !== 'string' || caret < to || !isClosedString(text);
}

function inString(place: Place, { text, from, to }: Piece): CompletionContext | undefined {
  const { query, caret, pieces, end, previous, opener } = place;
  const quote = text[0] as Quote;
  const written = query.slice(from + 1, caret);
  const rest = query.slice(caret, to);
  // What ends like `, job="` is ended by the opening quote of another text: its own end is still to be written.
  const isClosed = isClosedString(text) && !/[=~]\s*["'`]$/.test(rest);
  const range = { from: from + 1, to: isClosed ? to - 1 : caret, typed: unescapeText(written, quote) };
  if (isGrouping(place)) {
    return { kind: 'grouping', selector: groupedSelector(place), ...range, from, to: isClosed ? to : caret };
  }
  if (!isSign(pieces[opener], '{')) return undefined;
  if (isSign(previous, '{') || isSign(previous, ',')) {
    const selector = selectorText(pieces, opener, caret);
    return { kind: 'quoted-name', selector, ...range, from, to: isClosed ? to : caret };
  }
  const matcher = matcherBefore(pieces, end);
  if (matcher === undefined) return undefined;
  const value = matcher.isRegexp ? lastAlternative(range, place, quote) : range;
  return {
    kind: 'label-value',
    selector: selectorText(pieces, opener, caret),
    quote,
    isClosed,
    ...matcher,
    ...value,
  };
}

/** Of `5..|40` in a regular expression only what stands behind the bar is written on. */
function lastAlternative({ from, to }: Typed, { query, caret }: Place, quote: Quote): Typed {
  const begin = from + query.slice(from, caret).lastIndexOf('|') + 1;
  const more = query.slice(caret, to).indexOf('|');
  return {
    from: begin,
    to: more < 0 ? to : caret + more,
    typed: unescapeText(query.slice(begin, caret), quote),
  };
}

function inBraces(place: Place): CompletionContext | undefined {
  const { pieces, end, previous, opener, caret } = place;
  const selector = selectorText(pieces, opener, caret);
  if (isSign(previous, '{') || isSign(previous, ','))
    return { kind: 'label-name', selector, ...wordAt(place) };
  const matcher = matcherBefore(pieces, end);
  return (
    matcher && {
      kind: 'label-value',
      selector,
      quote: undefined,
      isClosed: false,
      ...matcher,
      ...wordAt(place),
    }
  );
}

/** The label and the operator that stand before a piece. */
function matcherBefore(
  pieces: readonly Piece[],
  end: number,
): { readonly label: string; readonly isRegexp: boolean } | undefined {
  let at = end - 1;
  while (pieces[at]?.kind === 'plain' && '=!~'.includes(pieces[at].text)) at--;
  const operator = pieces
    .slice(at + 1, end)
    .map(({ text }) => text)
    .join('');
  const name = pieces[at];
  if (!['=', '!=', '=~', '!~'].includes(operator) || (name?.kind !== 'label' && name?.kind !== 'string')) {
    return undefined;
  }
  const label =
    name.kind === 'string' ? unescapeText(name.text.slice(1, -1), name.text[0] as Quote) : name.text;
  return { label, isRegexp: operator.endsWith('~') };
}

function isGrouping({ pieces, opener }: Place): boolean {
  return isSign(pieces[opener], '(') && isKeyword(pieces[opener - 1], GROUPING);
}

function inGrouping(place: Place): CompletionContext | undefined {
  const { previous } = place;
  if (!isSign(previous, '(') && !isSign(previous, ',')) return undefined;
  return { kind: 'grouping', selector: groupedSelector(place), ...wordAt(place) };
}

/** What the labels of a grouping are of: what is aggregated, or the operand before. */
function groupedSelector({ pieces, opener }: Place): string {
  const keyword = opener - 1;
  if (isKeyword(pieces[keyword], new Set(['by', 'without']))) {
    const behind = closerOf(pieces, opener) + 1;
    if (isSign(pieces[behind], '(')) return firstSelector(pieces, behind + 1, closerOf(pieces, behind));
    if (!isSign(pieces[keyword - 1], ')')) return '';
    return firstSelector(pieces, openerOf(pieces, keyword - 1) + 1, keyword - 1);
  }
  return firstSelector(pieces, (openBrackets(pieces, keyword).at(-1) ?? -1) + 1, keyword);
}

function isAfterOffset({ pieces, end }: Place): boolean {
  const before = isSign(pieces[end - 1], '-') ? end - 2 : end - 1;
  return isKeyword(pieces[before], OFFSET);
}

function asDuration(place: Place): CompletionContext | undefined {
  const { current, previous } = place;
  const isFinished = current === undefined ? previous?.kind === 'number' : current.kind !== 'number';
  return isFinished ? undefined : { kind: 'duration', ...wordAt(place) };
}

function asExpression(place: Place): CompletionContext | undefined {
  const { pieces, previous, end } = place;
  const range = wordAt(place);
  const expression = (hasOperands: boolean, keywords: readonly string[]): CompletionContext => ({
    kind: 'expression',
    hasOperands,
    keywords,
    ...range,
  });
  if (previous === undefined || isSign(previous, '(') || isSign(previous, ',')) return expression(true, []);
  if (isSign(previous, '@')) return expression(false, ['start()', 'end()']);
  if (isSign(previous, ')')) {
    const before = pieces[openerOf(pieces, end - 1) - 1];
    if (isKeyword(before, MATCHING)) return expression(true, AFTER_MATCHING);
    return isKeyword(before, new Set(AFTER_MATCHING))
      ? expression(true, [])
      : expression(false, AFTER_OPERAND);
  }
  if (isKeyword(previous, OPERATOR_WORDS)) return expression(true, AFTER_OPERATOR);
  if (isKeyword(previous, GROUPING)) return undefined;
  const isOperand = previous.kind !== 'plain' || isSign(previous, '}') || isSign(previous, ']');
  return isOperand ? expression(false, AFTER_OPERAND) : expression(true, AFTER_OPERATOR);
}

/** The word that the caret is in. */
function wordAt({ query, caret, current }: Place): Typed {
  if (current === undefined) return { from: caret, to: caret, typed: '' };
  return { from: current.from, to: current.to, typed: query.slice(current.from, caret) };
}
