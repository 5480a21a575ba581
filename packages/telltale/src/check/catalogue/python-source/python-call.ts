import type { SourceRange } from '@telltale/model';

/** An argument of a call, as written. */
export interface PythonArgument extends SourceRange {
  /** Absent where it is given by its position. */
  readonly name: string | undefined;
  readonly text: string;
}

const STRING =
  /[rRbBuUfF]{0,2}(?:"""[^]*?"""|'''[^]*?'''|"(?:[^"\\\n]|\\[^])*"|'(?:[^'\\\n]|\\[^])*')|#[^\n]*/y;
/** More than this is no declaration. */
const MAX_LENGTH = 4000;

/** The arguments of the call whose parenthesis stands at `open`; `undefined` where it never closes. */
export function argumentsAt(text: string, open: number): readonly PythonArgument[] | undefined {
  const args: PythonArgument[] = [];
  let depth = 0;
  let start = open + 1;
  for (let at = open; at < Math.min(text.length, open + MAX_LENGTH); at++) {
    STRING.lastIndex = at;
    if (STRING.test(text)) at = STRING.lastIndex - 1;
    else if ('([{'.includes(text[at])) depth++;
    else if (')]}'.includes(text[at])) depth--;
    const isEnd = depth === 0 && text[at] === ')';
    if (isEnd || (depth === 1 && text[at] === ',')) {
      args.push(...argumentOf(text, start, at));
      start = at + 1;
    }
    if (isEnd) return args;
  }
  return undefined;
}

function argumentOf(text: string, from: number, to: number): readonly PythonArgument[] {
  const [, blank, keyword = '', value] =
    /^((?:\s|#[^\n]*\n)*)(?:(\w+\s*=(?!=))\s*)?([^]*)$/.exec(text.slice(from, to)) ?? [];
  const body = (value ?? '').trimEnd();
  if (body === '' || blank === undefined) return [];
  const start = to - (value ?? '').length;
  const name = keyword === '' ? undefined : keyword.replace(/\s*=$/, '');
  return [{ name, text: body, start, end: start + body.length }];
}

/** The value of a string literal; `undefined` for anything else. */
export function pythonText(text: string): string | undefined {
  const [, double, single] = /^(?:"((?:[^"\\]|\\[^])*)"|'((?:[^'\\]|\\[^])*)')$/.exec(text) ?? [];
  return (double ?? single)?.replace(/\\([^])/g, '$1');
}

/** The items of a list or tuple, as written; `undefined` for anything else. */
export function pythonItems(text: string): readonly string[] | undefined {
  const body = /^[[(]([^[\](){}]*)[\])]$/.exec(text)?.[1];
  if (body === undefined) return undefined;
  return body
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '');
}
