import type { OtlpTranslationStrategy } from '@telltale/definition';

/** Whether characters that names of Prometheus had not before its version 3 become underscores. */
export function escapesNames(strategy: OtlpTranslationStrategy): boolean {
  return strategy.startsWith('UnderscoreEscaping');
}

/** Whether names of metrics get their unit, and `_total`. */
export function addsSuffixes(strategy: OtlpTranslationStrategy): boolean {
  return strategy.endsWith('WithSuffixes');
}
