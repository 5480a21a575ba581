import type { CompletionContext } from '../syntax/completion-context.ts';
import {
  escapeRegexp,
  escapeText,
  isPlainLabelName,
  isPlainMetricName,
  quoteName,
} from '../syntax/quoting.ts';
import type { TextEdit } from '../writing/text-edit.ts';
import { editTo } from '../writing/text-edit.ts';
import type { Candidate } from './candidates.ts';

/** What choosing a candidate does. */
export interface CompletionEdit extends TextEdit {
  /** Whether what comes next can be offered at once. */
  readonly isContinued: boolean;
}

/** Writes a candidate at its place, with the quotes, brackets and escapes that it needs there. */
export function completionEdit(query: string, context: CompletionContext, chosen: Candidate): CompletionEdit {
  if (context.kind === 'label-value') return valueEdit(context, chosen.text);
  const { from } = context;
  const to = wordEnd(query, context, chosen.text);
  const next = query[to] ?? '';
  switch (chosen.kind) {
    case 'metric':
      return metricEdit(query, { from, to }, chosen.text, context.kind === 'quoted-name');
    case 'function':
    case 'aggregation':
      return callEdit(from, to, chosen.text, next);
    case 'label': {
      const name = isPlainLabelName(chosen.text) ? chosen.text : quoteName(chosen.text);
      const isMatched = context.kind === 'grouping' || /^\s*[=!]/.test(query.slice(to));
      if (isMatched) return { ...written(from, to, name), isContinued: false };
      // The caret goes between the quotes, where values are offered.
      return { ...editTo(from, to, `${name}=""`, from + name.length + 2), isContinued: true };
    }
    default:
      return { ...written(from, to, chosen.text), isContinued: false };
  }
}

/** A word is replaced to its end where that is its end, too; else what follows the caret is something else. */
function wordEnd(query: string, { kind, from, to, typed }: CompletionContext, text: string): number {
  if (kind === 'quoted-name' || query[from] === '"') return to;
  const rest = query.slice(from + typed.length, to);
  return text.endsWith(rest) ? to : from + typed.length;
}

function written(from: number, to: number, text: string): TextEdit {
  return editTo(from, to, text, from + text.length);
}

/** `rate(` with its `)`, unless something stands behind it that is to go into the parentheses, or they are there. */
function callEdit(from: number, to: number, name: string, next: string): CompletionEdit {
  const brackets = next === '(' ? '' : /^[\s)\]},]?$/.test(next) ? '()' : '(';
  return { ...editTo(from, to, name + brackets, from + name.length + 1), isContinued: false };
}

/** A name that needs quotes goes into braces: those behind it where there are any. */
function metricEdit(
  query: string,
  { from, to }: { readonly from: number; readonly to: number },
  name: string,
  isInBraces: boolean,
): CompletionEdit {
  const done = (end: number, text: string): CompletionEdit => ({
    ...written(from, end, text),
    isContinued: false,
  });
  if (isInBraces) return done(to, quoteName(name));
  if (isPlainMetricName(name)) return done(to, name);
  if (query[to] !== '{') return done(to, `{${quoteName(name)}}`);
  const isEmpty = /^\s*\}/.test(query.slice(to + 1));
  return done(to + 1, `{${quoteName(name)}${isEmpty ? '' : ', '}`);
}

function valueEdit(
  context: CompletionContext & { readonly kind: 'label-value' },
  value: string,
): CompletionEdit {
  const { from, to, quote, isClosed, isRegexp } = context;
  const meant = isRegexp ? escapeRegexp(value) : value;
  if (quote === undefined) return { ...written(from, to, quoteName(meant)), isContinued: false };
  const text = escapeText(meant, quote) ?? '';
  const insert = isClosed ? text : text + quote;
  // A regular expression may go on with another value; any other value is done.
  const caret = from + text.length + (isRegexp ? 0 : 1);
  return { ...editTo(from, to, insert, caret), isContinued: false };
}
