/** How names of OpenTelemetry become names of Prometheus, in Prometheus' words. */
export type OtlpTranslationStrategy =
  | 'UnderscoreEscapingWithSuffixes'
  | 'UnderscoreEscapingWithoutSuffixes'
  | 'NoUTF8EscapingWithSuffixes'
  | 'NoTranslation';

/** All of them; the first is the default. */
export const OTLP_TRANSLATION_STRATEGIES: readonly OtlpTranslationStrategy[] = [
  'UnderscoreEscapingWithSuffixes',
  'UnderscoreEscapingWithoutSuffixes',
  'NoUTF8EscapingWithSuffixes',
  'NoTranslation',
];

/** How metrics of OpenTelemetry become series. */
export interface ResolvedOtlp {
  /** `UnderscoreEscapingWithSuffixes` where absent. */
  readonly translation?: OtlpTranslationStrategy;
  /** Attributes of the resource that become labels of all its series, beside `job` and `instance`. */
  readonly promoteResourceAttributes?: readonly string[];
  /** Whether name, version and attributes of the instrumentation become labels `otel_scope_…`. */
  readonly scopeLabels?: boolean;
}
