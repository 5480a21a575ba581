import type { Span, SpanKind, SpanStatus } from '@telltale/model';
import { attributeMap, attributesOf } from '../sql/attribute-map.ts';
import { SERVICE_NAME, UNKNOWN_SERVICE } from '../sql/resource-sql.ts';
import { millisecondsOf, nanosecondsOf, secondsText } from '../sql/time-sql.ts';

type TextMap = Readonly<Record<string, string>>;

/** A row of `otel_traces` to write; events and links are columns of lists. */
export interface SpanRow {
  readonly Timestamp: string;
  readonly TraceId: string;
  readonly SpanId: string;
  readonly ParentSpanId: string;
  readonly TraceState: string;
  readonly SpanName: string;
  readonly SpanKind: string;
  readonly ServiceName: string;
  readonly ResourceAttributes: TextMap;
  readonly ScopeName: string;
  readonly SpanAttributes: TextMap;
  /** Nanoseconds. */
  readonly Duration: string;
  readonly StatusCode: string;
  readonly StatusMessage: string;
  readonly 'Events.Timestamp': readonly string[];
  readonly 'Events.Name': readonly string[];
  readonly 'Events.Attributes': readonly TextMap[];
  readonly 'Links.TraceId': readonly string[];
  readonly 'Links.SpanId': readonly string[];
  readonly 'Links.TraceState': readonly string[];
  readonly 'Links.Attributes': readonly TextMap[];
}

export const SPAN_COLUMNS = [
  'Timestamp',
  'TraceId',
  'SpanId',
  'ParentSpanId',
  'TraceState',
  'SpanName',
  'SpanKind',
  'ServiceName',
  'ResourceAttributes',
  'ScopeName',
  'SpanAttributes',
  'Duration',
  'StatusCode',
  'StatusMessage',
  'Events.Timestamp',
  'Events.Name',
  'Events.Attributes',
  'Links.TraceId',
  'Links.SpanId',
  'Links.TraceState',
  'Links.Attributes',
] as const satisfies readonly (keyof SpanRow)[];

export function spanRowOf(span: Span): SpanRow {
  const { events, links } = span;
  const service = span.service.toWellFormed();
  return {
    Timestamp: secondsText(nanosecondsOf(span.startMs)),
    TraceId: span.traceId,
    SpanId: span.spanId,
    ParentSpanId: span.parentSpanId ?? '',
    TraceState: (span.traceState ?? '').toWellFormed(),
    SpanName: span.name.toWellFormed(),
    SpanKind: capitalised(span.kind),
    ServiceName: service,
    ResourceAttributes: attributeMap(span.resource, { [SERVICE_NAME]: service }),
    ScopeName: (span.scope ?? '').toWellFormed(),
    SpanAttributes: attributeMap(span.attributes),
    Duration: String(nanosecondsOf(span.durationMs)),
    StatusCode: capitalised(span.status),
    StatusMessage: (span.statusMessage ?? '').toWellFormed(),
    'Events.Timestamp': events.map(({ timeMs }) => secondsText(nanosecondsOf(timeMs))),
    'Events.Name': events.map(({ name }) => name.toWellFormed()),
    'Events.Attributes': events.map(({ attributes }) => attributeMap(attributes)),
    'Links.TraceId': links.map(({ traceId }) => traceId),
    'Links.SpanId': links.map(({ spanId }) => spanId),
    'Links.TraceState': links.map(() => ''),
    'Links.Attributes': links.map(({ attributes }) => attributeMap(attributes)),
  };
}

/** What a list of traces is made of. */
export const SUMMARY_COLUMNS = `
  toString(toUnixTimestamp64Nano(Timestamp)) AS start, TraceId AS traceId, SpanId AS spanId,
  ParentSpanId AS parentSpanId, SpanName AS name, ServiceName AS service, toString(Duration) AS duration,
  StatusCode AS status`;

/** All of a span. */
export const READ_COLUMNS = `${SUMMARY_COLUMNS},
  TraceState AS traceState, SpanKind AS kind, ResourceAttributes AS resource, ScopeName AS scope,
  SpanAttributes AS attributes, StatusMessage AS statusMessage,
  arrayMap(time -> toUnixTimestamp64Micro(time), Events.Timestamp) AS eventTimes,
  Events.Name AS eventNames, Events.Attributes AS eventAttributes,
  Links.TraceId AS linkTraceIds, Links.SpanId AS linkSpanIds, Links.Attributes AS linkAttributes`;

/** A row as {@link SUMMARY_COLUMNS} gives it. */
export interface SummaryRow {
  readonly start: string;
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId: string;
  readonly name: string;
  readonly service: string;
  readonly duration: string;
  readonly status: string;
}

/** A row as {@link READ_COLUMNS} gives it. */
export interface ReadSpanRow extends SummaryRow {
  readonly traceState: string;
  readonly kind: string;
  readonly resource: TextMap;
  readonly scope: string;
  readonly attributes: TextMap;
  readonly statusMessage: string;
  readonly eventTimes: readonly (string | number)[];
  readonly eventNames: readonly string[];
  readonly eventAttributes: readonly TextMap[];
  readonly linkTraceIds: readonly string[];
  readonly linkSpanIds: readonly string[];
  readonly linkAttributes: readonly TextMap[];
}

/** The part of a span that a list of traces is made of. */
export function summarisedSpanOf(row: SummaryRow) {
  const { start, traceId, spanId, parentSpanId, name, service } = row;
  return {
    traceId,
    spanId,
    ...(parentSpanId !== '' && { parentSpanId }),
    name,
    startMs: millisecondsOf(String(BigInt(start) / 1000n)),
    durationMs: millisecondsOf(String(BigInt(row.duration) / 1000n)),
    status: statusOf(row.status),
    service: service === '' ? UNKNOWN_SERVICE : service,
  };
}

export function spanOf(row: ReadSpanRow): Span {
  const { traceState, scope, statusMessage } = row;
  return {
    ...summarisedSpanOf(row),
    ...(traceState !== '' && { traceState }),
    kind: kindOf(row.kind),
    ...(statusMessage !== '' && { statusMessage }),
    ...(scope !== '' && { scope }),
    attributes: attributesOf(row.attributes),
    events: row.eventTimes.map((time, index) => ({
      timeMs: millisecondsOf(time),
      name: row.eventNames[index],
      attributes: attributesOf(row.eventAttributes[index]),
    })),
    links: row.linkTraceIds.map((traceId, index) => ({
      traceId,
      spanId: row.linkSpanIds[index],
      attributes: attributesOf(row.linkAttributes[index]),
    })),
    resource: attributesOf(row.resource, SERVICE_NAME),
  };
}

/** As the Collector writes it now: `Server`, `Error`. */
function capitalised(word: string): string {
  return word[0].toUpperCase() + word.slice(1);
}

const KINDS: ReadonlyMap<string, SpanKind> = new Map(
  (['internal', 'server', 'client', 'producer', 'consumer'] as const).flatMap((kind) =>
    spellings('SPAN_KIND', kind),
  ),
);
const STATUSES: ReadonlyMap<string, SpanStatus> = new Map(
  (['unset', 'ok', 'error'] as const).flatMap((status) => spellings('STATUS_CODE', status)),
);

/** Now, and of the Collector before version 0.87. */
function spellings<Word extends string>(prefix: string, word: Word): [string, Word][] {
  return [
    [capitalised(word), word],
    [`${prefix}_${word.toUpperCase()}`, word],
  ];
}

function kindOf(text: string): SpanKind {
  return KINDS.get(text) ?? 'internal';
}

function statusOf(text: string): SpanStatus {
  return STATUSES.get(text) ?? 'unset';
}

/** As a list in SQL, all that stands for some kinds or statuses in the tables; not of user input. */
export function spellingsSql(...words: readonly (SpanKind | SpanStatus)[]): string {
  const all: readonly [string, SpanKind | SpanStatus][] = [...KINDS, ...STATUSES];
  const texts = all.flatMap(([text, meaning]) => (words.includes(meaning) ? [text] : []));
  // What the Collector writes where a program does not say.
  if (words.includes('unset') || words.includes('internal')) texts.push('', 'Unspecified');
  return `(${texts.map((text) => `'${text}'`).join(', ')})`;
}
