import type { MetricMetadata } from '../contracts/query-service.ts';
import { unescape } from './escapes.ts';
import { parseExemplarText } from './exemplar-text.ts';
import type { ExposedExemplar } from './exemplar-text.ts';
import { expositionError } from './exposition-error.ts';
import type { ExpositionFormat } from './exposition-format.ts';
import { parseSampleNumber } from './sample-number.ts';
import { endOfSeries } from './series-text.ts';

type MetricType = MetricMetadata['type'];

/** Receives the parts of an exposition in the order of its lines. */
export interface ExpositionSink {
  type(family: string, type: MetricType): void;
  help(family: string, help: string): void;
  unit(family: string, unit: string): void;
  /**
   * A sample. `series` is the text of the series as it stands on the page, the same text in every
   * scrape of the same program, so that a scraper can remember what it means; `parseSeriesText`
   * reads it. `line` is for error messages.
   */
  sample(series: string, value: number, timestampMs: number | undefined, line: number): void;
  /** The exemplar of the sample just given. One that is not well formed is left out. */
  exemplar?(series: string, exemplar: ExposedExemplar): void;
}

const TYPES: ReadonlyMap<string, MetricType> = new Map([
  ['counter', 'counter'],
  ['gauge', 'gauge'],
  ['histogram', 'histogram'],
  ['gaugehistogram', 'histogram'],
  ['summary', 'summary'],
  ['info', 'info'],
  ['stateset', 'stateset'],
  ['unknown', 'unknown'],
  ['untyped', 'unknown'],
]);

/**
 * Reads a metrics page line by line without building anything.
 *
 * @throws TelltaleError `TT_EXPOSITION` with the number and text of the first faulty line
 */
export function scanExposition(text: string, format: ExpositionFormat, sink: ExpositionSink): void {
  let line = 0;
  let start = 0;
  while (start < text.length) {
    const newline = text.indexOf('\n', start);
    const end = newline < 0 ? text.length : newline;
    const isReturn = end > start && text.charCodeAt(end - 1) === 13;
    const content = text.slice(start, isReturn ? end - 1 : end);
    start = end + 1;
    line++;
    if (content === '# EOF' && format === 'openmetrics') return;
    scanExpositionLine(content, line, format, sink);
  }
  if (format === 'openmetrics') {
    throw expositionError(line, '', 'the page ends without "# EOF" and may have been cut');
  }
}

/**
 * Reads one line of a metrics page, without its line break; `# EOF` is a comment here.
 *
 * @throws TelltaleError `TT_EXPOSITION` with the number and text of a faulty line
 */
export function scanExpositionLine(
  content: string,
  line: number,
  format: ExpositionFormat,
  sink: ExpositionSink,
): void {
  if (content.startsWith('#')) scanComment(content, line, sink);
  else if (content !== '' && content.trim() !== '') scanSample(content, line, format, sink);
}

function scanComment(content: string, line: number, sink: ExpositionSink): void {
  const match = /^#[ \t]+(HELP|TYPE|UNIT)[ \t]+/.exec(content);
  if (!match) return;
  const rest = content.slice(match[0].length);
  const { name, after } = splitName(rest, line, content);
  switch (match[1]) {
    case 'HELP':
      sink.help(name, unescape(after));
      break;
    case 'UNIT':
      sink.unit(name, after.trim());
      break;
    default: {
      const type = TYPES.get(after.trim());
      if (!type) throw expositionError(line, content, `"${after.trim()}" is no metric type`);
      sink.type(name, type);
    }
  }
}

/** A family name, quoted where it is not a plain one, and the text behind it. */
function splitName(rest: string, line: number, content: string): { name: string; after: string } {
  if (rest.startsWith('"')) {
    let end = 1;
    while (end < rest.length && rest[end] !== '"') end += rest[end] === '\\' ? 2 : 1;
    if (end >= rest.length) throw expositionError(line, content, 'a quote is not closed');
    return { name: unescape(rest.slice(1, end)), after: rest.slice(end + 1).replace(/^[ \t]+/, '') };
  }
  const blank = rest.search(/[ \t]/);
  if (blank < 0) return { name: rest, after: '' };
  return { name: rest.slice(0, blank), after: rest.slice(blank + 1).replace(/^[ \t]+/, '') };
}

function scanSample(content: string, line: number, format: ExpositionFormat, sink: ExpositionSink): void {
  const end = endOfSeries(content);
  if (end < 0) throw expositionError(line, content, 'a quote or the brace after the labels is not closed');
  const exemplar = format === 'openmetrics' ? content.indexOf(' # ', end) : -1;
  const rest = (exemplar < 0 ? content.slice(end) : content.slice(end, exemplar)).trim();
  const blank = rest.search(/[ \t]/);
  const valueText = blank < 0 ? rest : rest.slice(0, blank);
  const value = parseSampleNumber(valueText);
  if (value === undefined) {
    const problem = valueText === '' ? 'the sample has no value' : `"${valueText}" is no number`;
    throw expositionError(line, content, problem);
  }
  const timestampMs = blank < 0 ? undefined : timestamp(rest.slice(blank).trim(), format, line, content);
  const series = content.slice(0, end);
  sink.sample(series, value, timestampMs, line);
  if (exemplar < 0 || sink.exemplar === undefined) return;
  const read = parseExemplarText(content.slice(exemplar + 3));
  if (read !== undefined) sink.exemplar(series, read);
}

/** Milliseconds in the text format, seconds in OpenMetrics. */
function timestamp(text: string, format: ExpositionFormat, line: number, content: string): number {
  const value = parseSampleNumber(text);
  if (value === undefined || !Number.isFinite(value)) {
    throw expositionError(line, content, `"${text}" is no timestamp`);
  }
  return Math.round(format === 'openmetrics' ? value * 1000 : value);
}
