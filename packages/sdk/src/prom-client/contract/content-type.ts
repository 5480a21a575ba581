/** Media type of the Prometheus text format 0.0.4. */
export type PrometheusContentType = 'text/plain; version=0.0.4; charset=utf-8';

/** Media type of the OpenMetrics text format 1.0.0. */
export type OpenMetricsContentType = 'application/openmetrics-text; version=1.0.0; charset=utf-8';

/** What a registry's page can be. */
export type RegistryContentType = PrometheusContentType | OpenMetricsContentType;

/** Media type of the Prometheus text format 0.0.4. */
export const prometheusContentType: PrometheusContentType = 'text/plain; version=0.0.4; charset=utf-8';

/** Media type of the OpenMetrics text format 1.0.0. */
export const openMetricsContentType: OpenMetricsContentType =
  'application/openmetrics-text; version=1.0.0; charset=utf-8';

/** Whether a registry can write a page of this type. */
export function isContentType(value: unknown): value is RegistryContentType {
  return value === prometheusContentType || value === openMetricsContentType;
}
