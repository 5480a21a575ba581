import { unitWords } from './unit-words.ts';

/**
 * How names of OpenTelemetry become those of Prometheus; the strategies are Prometheus' own for OTLP.
 * `UnderscoreEscapingWithSuffixes` is the default there and here.
 */
export type Translation =
  | 'UnderscoreEscapingWithSuffixes'
  | 'UnderscoreEscapingWithoutSuffixes'
  | 'NoUTF8EscapingWithSuffixes'
  | 'NoTranslation';

/** What the name of a metric depends on. */
export interface NamedInstrument {
  readonly name: string;
  readonly unit: string;
  readonly kind: 'counter' | 'gauge' | 'histogram';
  readonly isUpDown: boolean;
}

/** The name of a metric under a strategy: `http.client.duration` in `s` is `http_client_duration_seconds`. */
export function metricName(instrument: NamedInstrument, translation: Translation): string {
  const { name } = instrument;
  switch (translation) {
    case 'UnderscoreEscapingWithSuffixes':
      return suffixed(name.split(/[^a-zA-Z0-9:]+/).filter(Boolean), instrument);
    case 'NoUTF8EscapingWithSuffixes':
      return suffixed([name], instrument);
    case 'UnderscoreEscapingWithoutSuffixes':
      return notADigitFirst(name.replaceAll(/[^a-zA-Z0-9:_]/g, '_'));
    case 'NoTranslation':
      return name;
  }
}

function suffixed(words: readonly string[], { unit, kind, isUpDown }: NamedInstrument): string {
  const own = kind === 'counter' ? words.filter((word) => word !== 'total') : words;
  const known = own.join('_');
  const parts = [...own, ...unitWords(unit).filter((word) => !contains(known, word))];
  if (kind === 'counter') parts.push('total');
  if (kind === 'gauge' && !isUpDown && unit === '1') parts.push('ratio');
  return notADigitFirst(parts.join('_').replace(/_total_total$/, '_total'));
}

/** Whether a name has a unit in it already, as words of their own. */
function contains(name: string, words: string): boolean {
  return `_${name.replaceAll('.', '_')}_`.includes(`_${words}_`);
}

function notADigitFirst(name: string): string {
  return /^\d/.test(name) ? `_${name}` : name || '_';
}

/** The name of a label: `http.route` is `http_route`; `undefined` for the attribute that would be the metric's name. */
export function labelName(attribute: string, translation: Translation): string | undefined {
  if (attribute === '__name__' || attribute === '') return undefined;
  if (translation === 'NoTranslation' || translation === 'NoUTF8EscapingWithSuffixes') return attribute;
  const escaped = attribute.replaceAll(/[^a-zA-Z0-9_]/g, '_');
  if (/^\d/.test(escaped)) return `key_${escaped}`;
  return /^_(?!_)/.test(escaped) ? `key${escaped}` : escaped;
}
