import { quoteGo } from './go-escapes.ts';
import { formatGoExponent, formatGoFixed, formatGoFloat, formatGoSignificant } from './go-number-format.ts';
import { printValue } from './print-value.ts';
import { goType } from './template-value.ts';
import type { TemplateValue } from './template-value.ts';

const VERB = /%([-+ 0#]*)(?:\[(\d+)\])?(\d*)(?:\.(\d*))?(?:\[(\d+)\])?([a-zA-Z%])|%/g;
/** Wider columns are cut: a template must not print megabytes. */
const MAX_WIDTH = 1000;

interface Verb {
  readonly flags: string;
  readonly width: number;
  readonly precision: number | undefined;
  readonly letter: string;
}

/** Go's `printf` for texts, numbers and truth values: `%s %q %v %d %f %e %g %t %x %o %b %c %U %T %%`. */
export function printf(format: string, args: readonly TemplateValue[]): string {
  let next = 0;
  let isReordered = false;
  const text = format.replaceAll(VERB, (...match: (string | undefined)[]) => {
    const [, flags = '', indexBefore, width, precision, indexAfter, letter] = match;
    if (letter === undefined) return '%!(NOVERB)';
    if (letter === '%') return '%';
    const index = indexAfter ?? indexBefore;
    if (index !== undefined) {
      next = Number(index) - 1;
      isReordered = true;
      if (next < 0 || next >= args.length) return `%!${letter}(BADINDEX)`;
    }
    if (next >= args.length) return `%!${letter}(MISSING)`;
    return formatArgument(args[next++], {
      flags,
      width: Math.min(MAX_WIDTH, Number(width ?? 0)),
      precision: precision === undefined ? undefined : Math.min(MAX_WIDTH, Number(precision)),
      letter,
    });
  });
  if (isReordered || next >= args.length) return text;
  const extra = args.slice(next).map((value) => `${goType(value)}=${printValue(value)}`);
  return `${text}%!(EXTRA ${extra.join(', ')})`;
}

function formatArgument(value: TemplateValue, verb: Verb): string {
  const body = formatBody(value, verb);
  if (body === undefined) return badVerb(value, verb.letter);
  const isNumeric = typeof value === 'number' || typeof value === 'bigint';
  const signed = isNumeric ? withSign(body, verb.flags) : body;
  if (verb.flags.includes('-')) return signed.padEnd(verb.width);
  const isZeroPadded = verb.flags.includes('0') && isNumeric && /\d/.test(body);
  if (!isZeroPadded) return signed.padStart(verb.width);
  const sign = /^[+ -]/.test(signed) ? signed[0] : '';
  return sign + signed.slice(sign.length).padStart(verb.width - sign.length, '0');
}

function withSign(body: string, flags: string): string {
  if (/^[+-]/.test(body))
    return body.startsWith('+') && !flags.includes('+') && body !== '+Inf' ? body.slice(1) : body;
  if (flags.includes('+')) return `+${body}`;
  return flags.includes(' ') ? ` ${body}` : body;
}

function badVerb(value: TemplateValue, letter: string): string {
  return value === null ? `%!${letter}(<nil>)` : `%!${letter}(${goType(value)}=${printValue(value)})`;
}

/** `undefined` when the verb does not fit the value. */
function formatBody(value: TemplateValue, verb: Verb): string | undefined {
  if (verb.letter === 'v') return value === null ? '<nil>' : printValue(value);
  if (verb.letter === 'T') return value === null ? '<nil>' : goType(value);
  switch (typeof value) {
    case 'number':
      return formatFloat(value, verb);
    case 'bigint':
      return formatInteger(value, verb.letter);
    case 'string':
      return formatString(value, verb);
    case 'boolean':
      return verb.letter === 't' ? String(value) : undefined;
    default:
      // Texts of parts: what a list or map of texts has.
      return value !== null && verb.letter === 's' ? printValue(value) : undefined;
  }
}

function formatFloat(value: number, { letter, precision }: Verb): string | undefined {
  switch (letter) {
    case 'f':
    case 'F':
      return formatGoFixed(value, precision ?? 6);
    case 'e':
    case 'E':
      return inCase(letter, formatGoExponent(value, precision ?? 6));
    case 'g':
    case 'G':
      return inCase(
        letter,
        precision === undefined ? formatGoFloat(value) : formatGoSignificant(value, precision),
      );
    default:
      return undefined;
  }
}

function inCase(letter: string, text: string): string {
  return letter === 'E' || letter === 'G' ? text.replace('e', 'E') : text;
}

function formatInteger(value: bigint, letter: string): string | undefined {
  switch (letter) {
    case 'd':
      return value.toString();
    case 'x':
      return value.toString(16);
    case 'X':
      return value.toString(16).toUpperCase();
    case 'o':
      return value.toString(8);
    case 'b':
      return value.toString(2);
    case 'c':
      return characterOf(value);
    case 'q':
      return `'${characterOf(value)}'`;
    case 'U':
      return `U+${value.toString(16).toUpperCase().padStart(4, '0')}`;
    default:
      return undefined;
  }
}

function characterOf(code: bigint): string {
  return code >= 0n && code <= 0x10_ffffn ? String.fromCodePoint(Number(code)) : '\uFFFD';
}

function formatString(value: string, { letter, precision }: Verb): string | undefined {
  const shown = precision === undefined ? value : Array.from(value).slice(0, precision).join('');
  switch (letter) {
    case 's':
      return shown;
    case 'q':
      return quoteGo(shown);
    case 'x':
      return Buffer.from(shown).toString('hex');
    case 'X':
      return Buffer.from(shown).toString('hex').toUpperCase();
    default:
      return undefined;
  }
}
