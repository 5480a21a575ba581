import type { EscapingScheme } from './name-escaping.ts';
import { isEscapingScheme } from './name-escaping.ts';

/** How the samples are written. */
export interface PageForm {
  readonly format: 'text' | 'openmetrics' | 'protobuf';
  readonly escaping: EscapingScheme;
  readonly contentType: string;
}

const TYPES: Readonly<Record<PageForm['format'], string>> = {
  text: 'text/plain; version=0.0.4; charset=utf-8',
  openmetrics: 'application/openmetrics-text; version=1.0.0; charset=utf-8',
  protobuf: 'application/vnd.google.protobuf; proto=io.prometheus.client.MetricFamily; encoding=delimited',
};

/** The form that an Accept header prefers; in doubt the text format with underscores for other characters. */
export function choosePageForm(accept: string | undefined): PageForm {
  const ranges = (accept ?? '').split(',').map(parseRange);
  ranges.sort((a, b) => b.quality - a.quality);
  for (const { type, parameters, quality } of ranges) {
    const format = quality > 0 ? formatOf(type, parameters) : undefined;
    if (format !== undefined) return pageForm(format, parameters.get('escaping'));
  }
  return pageForm('text', undefined);
}

interface MediaRange {
  readonly type: string;
  readonly parameters: ReadonlyMap<string, string>;
  readonly quality: number;
}

function parseRange(text: string): MediaRange {
  const [type, ...rest] = text.split(';').map((part) => part.trim());
  const parameters = new Map(
    rest.map((part) => {
      const [name, value = ''] = part.split('=', 2);
      return [name.trim().toLowerCase(), value.trim().replaceAll('"', '')] as const;
    }),
  );
  const quality = Number(parameters.get('q') ?? 1);
  return { type: type.toLowerCase(), parameters, quality: Number.isNaN(quality) ? 0 : quality };
}

function formatOf(type: string, parameters: ReadonlyMap<string, string>): PageForm['format'] | undefined {
  switch (type) {
    case 'text/plain':
    case 'text/*':
    case '*/*':
      return 'text';
    case 'application/openmetrics-text':
      return 'openmetrics';
    case 'application/vnd.google.protobuf':
      return parameters.get('encoding') === 'delimited' ? 'protobuf' : undefined;
    default:
      return undefined;
  }
}

function pageForm(format: PageForm['format'], asked: string | undefined): PageForm {
  const escaping = isEscapingScheme(asked) ? asked : 'underscores';
  return { format, escaping, contentType: `${TYPES[format]}; escaping=${escaping}` };
}
