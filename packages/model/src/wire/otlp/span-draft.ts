import type { Span, SpanEvent, SpanLink } from '../../traces/span.ts';
import { validId } from '../../ids/valid-id.ts';
import { recordId } from './ids.ts';
import type { Origin } from './origin.ts';
import type { ParseReport } from './parse-report.ts';
import type { AttributeTable } from './read-attributes.ts';
import { SPAN_KINDS, SPAN_STATUSES } from './span-numbers.ts';
import { durationBetween } from './unix-time.ts';

/** A span as the protocol has it, while its fields are read. */
export interface SpanDraft {
  traceId: string;
  spanId: string;
  parentSpanId: string;
  traceState: string;
  name: string;
  kind: number;
  startMs: number;
  endMs: number;
  status: number;
  statusMessage: string;
  readonly attributes: AttributeTable;
  readonly events: SpanEvent[];
  readonly links: SpanLink[];
}

/** A draft without anything. */
export function spanDraft(attributes: AttributeTable): SpanDraft {
  return {
    traceId: '',
    spanId: '',
    parentSpanId: '',
    traceState: '',
    name: '',
    kind: 0,
    startMs: 0,
    endMs: 0,
    status: 0,
    statusMessage: '',
    attributes,
    events: [],
    links: [],
  };
}

/** Makes a span of a draft; nothing, which is reported, where it has no ids: nobody could ask for it. */
export function finishSpan(
  draft: SpanDraft,
  { service, resource }: Origin,
  scope: string,
  report: ParseReport,
): Span | undefined {
  const traceId = validId(draft.traceId, 32);
  const spanId = validId(draft.spanId, 16);
  if (traceId === undefined || spanId === undefined) {
    report.reject('invalid_id');
    return undefined;
  }
  return {
    traceId,
    spanId,
    parentSpanId: recordId(draft.parentSpanId, 16, report),
    traceState: draft.traceState === '' ? undefined : draft.traceState,
    name: draft.name,
    kind: SPAN_KINDS[draft.kind] ?? 'internal',
    startMs: draft.startMs,
    durationMs: durationBetween(draft.startMs, draft.endMs),
    status: SPAN_STATUSES[draft.status] ?? 'unset',
    statusMessage: draft.statusMessage === '' ? undefined : draft.statusMessage,
    service,
    scope: scope === '' ? undefined : scope,
    attributes: draft.attributes,
    events: draft.events,
    links: draft.links,
    resource,
  };
}

/** Makes a link; nothing, which is noted, where it leads nowhere. */
export function finishLink(
  traceId: string,
  spanId: string,
  attributes: AttributeTable,
  report: ParseReport,
): SpanLink | undefined {
  const ids = { traceId: validId(traceId, 32), spanId: validId(spanId, 16) };
  if (ids.traceId !== undefined && ids.spanId !== undefined) {
    return { traceId: ids.traceId, spanId: ids.spanId, attributes };
  }
  report.flaw('invalid_id');
  return undefined;
}
