/** Prometheus' text format 0.0.4, or OpenMetrics 1.0. */
export type ExpositionFormat = 'text' | 'openmetrics';

/** The format that a Content-Type names; the text format unless it is OpenMetrics. */
export function expositionFormat(contentType: string): ExpositionFormat {
  return contentType.trimStart().toLowerCase().startsWith('application/openmetrics-text')
    ? 'openmetrics'
    : 'text';
}
