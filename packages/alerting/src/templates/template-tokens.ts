import { TemplateError } from './template-error.ts';

/** A piece of an action, or the text between actions. */
export type TemplateToken =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'open' | 'close'; readonly text: string }
  | {
      readonly kind: 'field' | 'variable' | 'word' | 'number' | 'string' | 'punctuation';
      readonly text: string;
      /** Whether white space stands in front: `$x .y` is two operands, `$x.y` is one. */
      readonly isSpaced: boolean;
    };

const ACTION_TOKEN =
  /(\s*)(?:(\.[\p{L}_][\p{L}\p{N}_]*|\.)|(\$[\p{L}\p{N}_]*)|([\p{L}_][\p{L}\p{N}_]*)|([+-]?(?:0x[0-9a-fA-F]+|\d+(?:\.\d*)?(?:[eE][+-]?\d+)?))|("(?:[^"\\\n]|\\.)*"|`[^`]*`)|(:=|[|()=,]))/uy;
const KINDS = ['field', 'variable', 'word', 'number', 'string', 'punctuation'] as const;

/** Splits a template into text and actions. Trim markers (`{{-`, `-}}`) and comments are applied. */
export function tokenizeTemplate(source: string): TemplateToken[] {
  const tokens: TemplateToken[] = [];
  let position = 0;
  let trimsNext = false;
  for (;;) {
    const open = source.indexOf('{{', position);
    const raw = source.slice(position, open === -1 ? undefined : open);
    const trimsThis = open !== -1 && /^\{\{-\s/.test(source.slice(open, open + 4));
    const text = trimText(raw, trimsNext, trimsThis);
    if (text !== '') tokens.push({ kind: 'text', text });
    if (open === -1) return tokens;
    const action = readAction(source, open + (trimsThis ? 3 : 2));
    tokens.push(...action.tokens);
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

function readAction(source: string, start: number): Action {
  const comment = /\s*\/\*[\s\S]*?\*\/(\s+-)?\}\}/y;
  comment.lastIndex = start;
  const found = comment.exec(source);
  if (found) return { tokens: [], end: comment.lastIndex, trims: found[1] !== undefined };
  const tokens: TemplateToken[] = [{ kind: 'open', text: '{{' }];
  const close = /\s*\}\}|\s+-\}\}/y;
  let position = start;
  for (;;) {
    close.lastIndex = position;
    const end = close.exec(source);
    if (end) {
      tokens.push({ kind: 'close', text: '}}' });
      return { tokens, end: close.lastIndex, trims: end[0].endsWith('-}}') };
    }
    ACTION_TOKEN.lastIndex = position;
    const token = ACTION_TOKEN.exec(source);
    if (!token) throw unexpected(source, position);
    const group = KINDS.findIndex((_, i) => token[i + 2] !== undefined);
    tokens.push({ kind: KINDS[group], text: token[group + 2], isSpaced: token[1] !== '' });
    position = ACTION_TOKEN.lastIndex;
  }
}

function unexpected(source: string, position: number): TemplateError {
  const rest = source.slice(position).trimStart();
  if (rest === '') return new TemplateError('unclosed action');
  if (rest.startsWith('"')) return new TemplateError('unterminated quoted string');
  return new TemplateError(`unexpected ${JSON.stringify(rest[0])} in action`);
}
