import type { OtlpTranslationStrategy } from '../resolved/resolved-otlp.ts';

/** How metrics that programs push by OTLP become series; in the words of Prometheus' configuration. */
export interface OtlpDeclaration {
  /**
   * How names are translated. By default (`UnderscoreEscapingWithSuffixes`) what is no letter or digit becomes an
   * underscore, and names get their unit and `_total`: `http.server.duration` in `s` is
   * `http_server_duration_seconds`. With `NoTranslation` names stay as programs have them.
   */
  readonly translation?: OtlpTranslationStrategy;
  /**
   * Attributes of programs that become labels of all their series, such as `deployment.environment`; all others are
   * labels of `target_info`. `service.name` and `service.instance.id` are `job` and `instance` in any case.
   */
  readonly promoteResourceAttributes?: readonly string[];
  /** Whether series say which instrumentation made them, as `otel_scope_name` and the like; false by default. */
  readonly scopeLabels?: boolean;
}
