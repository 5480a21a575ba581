import type { PageForm, PageFormat } from '../exposition.ts';
import { ESCAPING_SCHEMES } from '../names/name-escaping.ts';
import type { AcceptEntry } from './accept-header.ts';
import { parseAccept } from './accept-header.ts';

/** What a client is answered with. */
export interface NegotiatedPage extends PageForm {
  readonly contentType: string;
}

/** What stands for any text in an Accept header, plain text itself included. */
const ANY_TEXT: ReadonlySet<string> = new Set(['text/plain', 'text/*', '*/*']);
const TEXT_VERSIONS: ReadonlySet<string> = new Set(['0.0.4', '1.0.0']);
/** Versions of OpenMetrics whose readers understand what is written here. */
const OPENMETRICS_VERSIONS: ReadonlySet<string> = new Set(['0.0.1', '1.0.0']);
const PROTOBUF = 'application/vnd.google.protobuf';
const PROTOBUF_MESSAGE = 'io.prometheus.client.MetricFamily';

/**
 * The page that a client prefers by its Accept header; in doubt the text format, which browsers show too.
 * Names that are not plain get underscores unless it asks for something else (`escaping=`).
 */
export function negotiatePage(accept: string | undefined): NegotiatedPage {
  for (const entry of parseAccept(accept)) {
    const format = entry.quality > 0 ? formatOf(entry) : undefined;
    if (format) return pageOf(format, entry);
  }
  return pageOf('text', undefined);
}

/** Whether a client would rather have a page compressed with gzip. */
export function acceptsGzip(acceptEncoding: string | string[] | undefined): boolean {
  const entries = parseAccept(acceptEncoding);
  const qualityOf = (coding: string) => entries.find(({ value }) => value === coding)?.quality;
  const gzip = qualityOf('gzip') ?? qualityOf('x-gzip') ?? qualityOf('*') ?? 0;
  return gzip > 0 && gzip >= (qualityOf('identity') ?? 0);
}

function formatOf({ value, parameters }: AcceptEntry): PageFormat | undefined {
  if (ANY_TEXT.has(value)) return 'text';
  if (value === 'application/openmetrics-text') {
    const version = parameters.get('version');
    return version === undefined || OPENMETRICS_VERSIONS.has(version) ? 'openmetrics' : undefined;
  }
  const isFamily = parameters.get('proto') === PROTOBUF_MESSAGE.toLowerCase();
  const isDelimited = parameters.get('encoding') === 'delimited';
  return value === PROTOBUF && isFamily && isDelimited ? 'protobuf' : undefined;
}

function pageOf(format: PageFormat, entry: AcceptEntry | undefined): NegotiatedPage {
  const asked = ESCAPING_SCHEMES.find((scheme) => scheme === entry?.parameters.get('escaping'));
  const version = entry?.parameters.get('version') ?? '';
  const escaping = asked === undefined ? '' : `; escaping=${asked}`;
  return {
    format,
    escaping: asked ?? 'underscores',
    contentType: contentType(format, version) + escaping,
  };
}

function contentType(format: PageFormat, version: string): string {
  switch (format) {
    case 'text':
      return `text/plain; version=${TEXT_VERSIONS.has(version) ? version : '0.0.4'}; charset=utf-8`;
    case 'openmetrics':
      return `application/openmetrics-text; version=${version || '1.0.0'}; charset=utf-8`;
    case 'protobuf':
      return `${PROTOBUF}; proto=${PROTOBUF_MESSAGE}; encoding=delimited`;
  }
}
