import type { OtlpTranslationStrategy } from '@telltale/definition';
import type { OtlpMetricKind } from '@telltale/model/wire';
import { addsSuffixes, escapesNames } from './escaping.ts';
import { plain, unitWords } from './unit-name.ts';

/** What the name of a metric depends on. */
export interface NamedMetric {
  readonly name: string;
  readonly unit: string;
  readonly kind: OtlpMetricKind;
  readonly isMonotonic: boolean;
}

const DIGIT = /^[0-9]/;
const NO_WORD = /[^a-zA-Z0-9:]+/;

/** The name of a metric in Prometheus; nothing where no character of it can stand there. */
export function metricName(metric: NamedMetric, strategy: OtlpTranslationStrategy): string | undefined {
  const name = translated(metric, strategy);
  return /^_*$/.test(name) && name !== metric.name ? undefined : name === '' ? undefined : name;
}

function translated(metric: NamedMetric, strategy: OtlpTranslationStrategy): string {
  if (!escapesNames(strategy)) return addsSuffixes(strategy) ? withSuffixes(metric) : metric.name;
  const escaped = addsSuffixes(strategy)
    ? wordsOf(metric).join('_')
    : metric.name
        .split(/[^a-zA-Z0-9:_]+/)
        .filter((part) => part !== '')
        .join('_');
  return DIGIT.test(escaped) ? `_${escaped}` : escaped;
}

function isCounter({ kind, isMonotonic }: NamedMetric): boolean {
  return kind === 'sum' && isMonotonic;
}

/** Unit `1` is that of counted things, too; only a gauge is surely a ratio. */
function isRatio({ kind, unit }: NamedMetric): boolean {
  return kind === 'gauge' && unit === '1';
}

/** The words of the name with those of its unit and its kind, each of them once. */
function wordsOf(metric: NamedMetric): readonly string[] {
  const words = metric.name.split(NO_WORD).filter((word) => word !== '');
  const { main, per } = unitWords(metric.unit);
  const units = [plain(main), plain(per)].map((word) => word.replace(/_$/, ''));
  const all = [...words, ...units.filter((word) => word !== '' && word !== 'per' && !words.includes(word))];
  if (isCounter(metric)) return atEnd(all, 'total');
  return isRatio(metric) ? atEnd(all, 'ratio') : all;
}

function atEnd(words: readonly string[], last: string): readonly string[] {
  return [...words.filter((word) => word !== last), last];
}

/** The name as it is, with suffixes that it has not yet. */
function withSuffixes(metric: NamedMetric): string {
  const { main, per } = unitWords(metric.unit);
  const kind = isCounter(metric) ? 'total' : isRatio(metric) ? 'ratio' : '';
  let name = kind === '' ? metric.name : withoutEnd(metric.name, kind);
  if (per !== '') name = withoutEnd(name, per);
  if (main !== '' && !name.endsWith(main)) name += `_${main}`;
  return [name, per, kind].filter((part) => part !== '').join('_');
}

/** A name without a suffix and the sign before it. */
function withoutEnd(name: string, suffix: string): string {
  return name.endsWith(suffix) && name.length > suffix.length + 1 ? name.slice(0, -suffix.length - 1) : name;
}
