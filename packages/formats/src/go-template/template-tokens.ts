import type { SourceRange } from '@telltale/model';
import { TemplateError } from './template-error.ts';

const KINDS = ['field', 'variable', 'word', 'number', 'string', 'punctuation'] as const;

/** A piece of an action, or the text between actions, with its place. */
export type TemplateToken = SourceRange &
  (
    | { readonly kind: 'text' | 'open' | 'close'; readonly text: string }
    | {
        readonly kind: (typeof KINDS)[number];
        readonly text: string;
        /** Whether white space stands in front: `$x .y` is two operands, `$x.y` is one. */
        readonly isSpaced: boolean;
      }
  );

const ACTION_TOKEN =
  /(\s*)(?:(\.[\p{L}_][\p{L}\p{N}_]*|\.(?!\d))|(\$[\p{L}\p{N}_]*)|([\p{L}_][\p{L}\p{N}_]*)|([+-]?(?:0[xX][0-9a-fA-F_]+|0[oO][0-7_]+|0[bB][01_]+|(?:\d[\d_]*(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?)|'(?:[^'\\\n]|\\[^\n]{1,9}?)')|("(?:[^"\\\n]|\\.)*"|`[^`]*`)|(:=|[|()=,]))/uy;

/** Splits a template into text and actions. Trim markers (`{{-`, `-}}`) and comments are applied. */
export function tokenizeTemplate(source: string): TemplateToken[] {
  const tokens: TemplateToken[] = [];
  let position = 0;
  let trimsNext = false;
  for (;;) {
    const open = source.indexOf('{{', position);
    const end = open === -1 ? source.length : open;
    const trimsThis = open !== -1 && /^\{\{-\s/.test(source.slice(open, open + 4));
    const text = trimText(source.slice(position, end), trimsNext, trimsThis);
    if (text !== '') tokens.push({ kind: 'text', text, start: position, end });
    if (open === -1) return tokens;
    const action = readAction(source, open, open + (trimsThis ? 3 : 2));
    for (const token of action.tokens) tokens.push(token);
    position = action.end;
    trimsNext = action.trims;
  }
}

function trimText(text: string, start: boolean, end: boolean): string {
  const left = start ? text.trimStart() : text;
  return end ? left.trimEnd() : left;
}

interface Action {
  readonly tokens: readonly TemplateToken[];
  readonly end: number;
  /** The action ends with `-}}`. */
  readonly trims: boolean;
}

function readAction(source: string, open: number, start: number): Action {
  const comment = /\s*\/\*[\s\S]*?\*\/(\s+-)?\}\}/y;
  comment.lastIndex = start;
  const found = comment.exec(source);
  if (found) return { tokens: [], end: comment.lastIndex, trims: found[1] !== undefined };
  const tokens: TemplateToken[] = [{ kind: 'open', text: '{{', start: open, end: start }];
  const close = /\s*\}\}|\s+-\}\}/y;
  let position = start;
  for (;;) {
    close.lastIndex = position;
    const end = close.exec(source);
    if (end) {
      tokens.push({ kind: 'close', text: '}}', start: position, end: close.lastIndex });
      return { tokens, end: close.lastIndex, trims: end[0].endsWith('-}}') };
    }
    const token = tokenAt(source, position);
    if (!token) throw unexpected(source, position, open);
    tokens.push(token);
    position = token.end;
  }
}

function tokenAt(source: string, position: number): TemplateToken | undefined {
  ACTION_TOKEN.lastIndex = position;
  const match = ACTION_TOKEN.exec(source);
  if (!match) return undefined;
  const group = KINDS.findIndex((_, i) => match[i + 2] !== undefined);
  const range = { start: position + match[1].length, end: ACTION_TOKEN.lastIndex };
  return { kind: KINDS[group], text: match[group + 2], isSpaced: match[1] !== '', ...range };
}

function unexpected(source: string, position: number, open: number): TemplateError {
  const rest = source.slice(position).trimStart();
  if (rest === '') return new TemplateError('unclosed action', open);
  const at = source.length - rest.length;
  if (rest.startsWith('"')) return new TemplateError('unterminated quoted string', at);
  return new TemplateError(`unexpected ${JSON.stringify(rest[0])} in action`, at);
}
