import type { ExpositionFormat } from './exposition-format.ts';

/** Escapes a label value for both formats. */
export function escapeLabelValue(text: string): string {
  return text
    .replaceAll('\\', String.raw`\\`)
    .replaceAll('"', String.raw`\"`)
    .replaceAll('\n', String.raw`\n`);
}

/** Escapes a help text; only OpenMetrics escapes quotes in it. */
export function escapeHelp(text: string, format: ExpositionFormat): string {
  const escaped = text
    .toWellFormed()
    .replaceAll('\\', String.raw`\\`)
    .replaceAll('\n', String.raw`\n`);
  return format === 'openmetrics' ? escaped.replaceAll('"', String.raw`\"`) : escaped;
}
