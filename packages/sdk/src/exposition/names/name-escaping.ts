/**
 * How names that are not plain ones are written: as they are, in quotes (`allow-utf-8`), or as plain names:
 * other characters become `_` (`underscores`), are told apart from it (`dots`), or can be read back (`values`).
 * These are Prometheus' own schemes.
 */
export type EscapingScheme = 'allow-utf-8' | 'underscores' | 'dots' | 'values';

/** All schemes. */
export const ESCAPING_SCHEMES: readonly EscapingScheme[] = ['allow-utf-8', 'underscores', 'dots', 'values'];

const PLAIN_METRIC = /^[a-zA-Z_:][a-zA-Z0-9_:]*$/;
const METRIC_NAME = '__name__';
const PLAIN_LABEL = /^[a-zA-Z_][a-zA-Z0-9_]*$/;

/** Whether a metric's name can stand in text without quotes. */
export function isPlainMetricName(name: string): boolean {
  return PLAIN_METRIC.test(name);
}

/** Whether a label's name can stand in text without quotes. */
export function isPlainLabelName(name: string): boolean {
  return PLAIN_LABEL.test(name);
}

/** A metric's name under a scheme. */
export function escapeMetricName(name: string, scheme: EscapingScheme): string {
  return escapeName(name, scheme, PLAIN_METRIC);
}

/** A label's name under a scheme; never that of the label which holds the metric's name. */
export function escapeLabelName(name: string, scheme: EscapingScheme): string {
  const escaped = escapeName(name, scheme, PLAIN_LABEL);
  return escaped === METRIC_NAME && name !== METRIC_NAME ? escapeName(name, 'values', PLAIN_LABEL) : escaped;
}

function escapeName(name: string, scheme: EscapingScheme, plain: RegExp): string {
  if (name === '' || scheme === 'allow-utf-8') return name;
  // Only this scheme also changes plain names: it doubles their underscores.
  if (scheme !== 'dots' && plain.test(name)) return name;
  const characters = Array.from(name.toWellFormed(), (character, index) =>
    isAllowed(character, index, plain) && character !== '_' ? character : escapeCharacter(character, scheme),
  );
  return (scheme === 'values' ? 'U__' : '') + characters.join('');
}

function isAllowed(character: string, index: number, plain: RegExp): boolean {
  return plain.test(index === 0 ? character : `_${character}`);
}

function escapeCharacter(character: string, scheme: EscapingScheme): string {
  if (scheme === 'underscores') return '_';
  if (character === '_') return '__';
  if (scheme === 'dots') return character === '.' ? '_dot_' : '__';
  return `_${character.codePointAt(0)?.toString(16) ?? ''}_`;
}
