import { LOG_LEVELS } from '../../format/log-level.ts';
import type { LogLevel } from '../../format/log-level.ts';
import { choiceField, flagField, listField, textField, urlCodec } from '../../navigation/url-codec.ts';
import type { UrlCodec, UrlField } from '../../navigation/url-codec.ts';

/** A value that a field has, or has not. */
export interface FieldFilter {
  readonly field: string;
  readonly value: string;
  readonly isNot: boolean;
}

/** Everything that can be chosen on the logs page besides its time. */
export interface LogsState {
  /** What is written, in the language of `telltale logs`. */
  readonly query: string;
  /** Levels that are shown, the worst first; all where none is chosen. */
  readonly levels: readonly LogLevel[];
  /** Only of this service; empty for all. */
  readonly service: string;
  readonly fields: readonly FieldFilter[];
  /** Fields with a column of their own. */
  readonly columns: readonly string[];
  /** Whether long messages take several lines. */
  readonly isWrapped: boolean;
  /** Whether lines are shown as they come in. */
  readonly isLive: boolean;
  /** How lines over time are shown. */
  readonly histogram: HistogramView;
  /** Ids of the lines that are open. */
  readonly open: readonly string[];
}

/** How lines over time are shown. */
export type HistogramView = 'chart' | 'table' | 'off';

const HISTOGRAM_VIEWS: readonly HistogramView[] = ['chart', 'table', 'off'];

/**
 * The address of the logs page: `q=refused&level=error&service=pay&has=order.id~7&has=!user~bob&col=order.id&wrap=1&live=1`
 * with `hist=table` or `off`, and `open`, the lines that are open.
 */
export const logsCodec: UrlCodec<LogsState> = urlCodec<LogsState>({
  query: textField('q'),
  levels: levelsField('level'),
  service: textField('service'),
  fields: fieldFiltersField('has'),
  columns: listField('col'),
  isWrapped: flagField('wrap'),
  isLive: flagField('live'),
  histogram: choiceField('hist', HISTOGRAM_VIEWS),
  open: listField('open'),
});

/** Nothing is filtered. */
export const UNFILTERED = { query: '', levels: [], service: '', fields: [] } as const;

/** Whether all lines of the time are shown. */
export function isUnfiltered({ query, levels, service, fields }: LogsState): boolean {
  return query.trim() === '' && levels.length === 0 && service === '' && fields.length === 0;
}

function levelsField(name: string): UrlField<readonly LogLevel[]> {
  const texts = listField(name);
  return {
    ...texts,
    read: (params) => {
      const chosen = texts.read(params);
      return LOG_LEVELS.filter((level) => chosen.includes(level));
    },
  };
}

const SEPARATOR = '~';
const NOT = '!';

function fieldFiltersField(name: string): UrlField<readonly FieldFilter[]> {
  const texts = listField(name);
  return {
    owns: texts.owns,
    read: (params) => texts.read(params).flatMap(readFieldFilter),
    write: (filters, params) => texts.write(filters.map(writeFieldFilter), params),
  };
}

function writeFieldFilter({ field, value, isNot }: FieldFilter): string {
  return (isNot ? NOT : '') + escapeField(field) + SEPARATOR + value;
}

function readFieldFilter(text: string): readonly FieldFilter[] {
  const isNot = text.startsWith(NOT);
  const at = text.indexOf(SEPARATOR);
  if (at < 0) return [];
  const field = unescapeField(text.slice(isNot ? 1 : 0, at));
  return field === '' ? [] : [{ field, value: text.slice(at + 1), isNot }];
}

function escapeField(field: string): string {
  return field.replaceAll('%', '%25').replaceAll(SEPARATOR, '%7E').replaceAll(NOT, '%21');
}

function unescapeField(text: string): string {
  return text.replaceAll('%7E', SEPARATOR).replaceAll('%21', NOT).replaceAll('%25', '%');
}
