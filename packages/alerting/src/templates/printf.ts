import { formatGoExponent, formatGoFixed, formatGoFloat, formatGoSignificant } from './go-number-format.ts';
import { goType, printValue } from './template-value.ts';
import type { TemplateValue } from './template-value.ts';

const VERB = /%([-+ 0#]*)(\d*)(?:\.(\d*))?([a-zA-Z%])|%/g;
/** Wider columns are cut: a template must not print megabytes. */
const MAX_WIDTH = 1000;

interface Verb {
  readonly flags: string;
  readonly width: number;
  readonly precision: number | undefined;
  readonly letter: string;
}

/** Go's `printf` for the verbs that appear in alerts: `%s %q %v %d %f %e %g %t %x %%`. */
export function printf(format: string, args: readonly TemplateValue[]): string {
  let next = 0;
  const text = format.replace(
    VERB,
    (_, flags?: string, width?: string, precision?: string, letter?: string) => {
      if (letter === undefined) return '%!(NOVERB)';
      if (letter === '%') return '%';
      if (next >= args.length) return `%!${letter}(MISSING)`;
      return formatArgument(args[next++], {
        flags: flags ?? '',
        width: Math.min(MAX_WIDTH, Number(width ?? 0)),
        precision: precision === undefined ? undefined : Number(precision),
        letter,
      });
    },
  );
  if (next === args.length) return text;
  const extra = args.slice(next).map((value) => `${goType(value)}=${printValue(value)}`);
  return `${text}%!(EXTRA ${extra.join(', ')})`;
}

function formatArgument(value: TemplateValue, verb: Verb): string {
  const body = formatBody(value, verb);
  if (body === undefined) return `%!${verb.letter}(${goType(value)}=${printValue(value)})`;
  const isNumeric = typeof value === 'number' || typeof value === 'bigint';
  const signed = isNumeric && verb.flags.includes('+') && !/^[+-]/.test(body) ? `+${body}` : body;
  if (verb.flags.includes('-')) return signed.padEnd(verb.width);
  if (!verb.flags.includes('0') || !isNumeric) return signed.padStart(verb.width);
  const sign = /^[+-]/.test(signed) ? signed[0] : '';
  return sign + signed.slice(sign.length).padStart(verb.width - sign.length, '0');
}

/** `undefined` when the verb does not fit the value. */
function formatBody(value: TemplateValue, verb: Verb): string | undefined {
  if (verb.letter === 'v') return printValue(value);
  switch (typeof value) {
    case 'number':
      return formatFloat(value, verb);
    case 'bigint':
      return formatInteger(value, verb);
    case 'string':
      return formatString(value, verb);
    case 'boolean':
      return verb.letter === 't' ? String(value) : undefined;
    default:
      return undefined;
  }
}

function formatFloat(value: number, { letter, precision }: Verb): string | undefined {
  switch (letter) {
    case 'f':
    case 'F':
      return formatGoFixed(value, precision ?? 6);
    case 'e':
      return formatGoExponent(value, precision ?? 6);
    case 'g':
      return precision === undefined ? formatGoFloat(value) : formatGoSignificant(value, precision);
    default:
      return undefined;
  }
}

function formatInteger(value: bigint, { letter }: Verb): string | undefined {
  if (letter === 'd') return value.toString();
  return letter === 'x' ? value.toString(16) : undefined;
}

function formatString(value: string, { letter, precision }: Verb): string | undefined {
  const shown = precision === undefined ? value : Array.from(value).slice(0, precision).join('');
  if (letter === 's') return shown;
  if (letter === 'q') return JSON.stringify(shown);
  return letter === 'x' ? Buffer.from(shown).toString('hex') : undefined;
}
