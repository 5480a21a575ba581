import type { ExpositionFormat } from '@telltale/model';

/** Content type of each format. */
export const CONTENT_TYPES: Readonly<Record<ExpositionFormat, string>> = {
  text: 'text/plain; version=0.0.4; charset=utf-8',
  openmetrics: 'application/openmetrics-text; version=1.0.0; charset=utf-8',
};

/** Versions of OpenMetrics whose readers understand what is written here. */
const OPENMETRICS_VERSIONS: ReadonlySet<string> = new Set(['', '0.0.1', '1.0.0']);

/** The format a client prefers by its Accept header; the text format in doubt. */
export function negotiateFormat(accept: string | undefined): ExpositionFormat {
  let best: ExpositionFormat = 'text';
  let bestQuality = 0;
  for (const entry of (accept ?? '').split(',')) {
    const { format, quality } = parseEntry(entry);
    // A quality that is no number is never greater.
    if (format !== undefined && quality > bestQuality) {
      best = format;
      bestQuality = quality;
    }
  }
  return best;
}

function parseEntry(entry: string): { format: ExpositionFormat | undefined; quality: number } {
  const [type, ...parameters] = entry.split(';').map((part) => part.trim().toLowerCase());
  const parameter = (name: string) =>
    parameters.find((text) => text.startsWith(`${name}=`))?.slice(name.length + 1);
  const quality = Number(parameter('q') ?? 1);
  const isOpenMetrics =
    type === 'application/openmetrics-text' && OPENMETRICS_VERSIONS.has(parameter('version') ?? '');
  const isText = type === 'text/plain' || type === 'text/*' || type === '*/*';
  return { format: isOpenMetrics ? 'openmetrics' : isText ? 'text' : undefined, quality };
}
