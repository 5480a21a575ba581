import type { Span } from '../../traces/span.ts';
import { attributesJson } from './attributes-json.ts';
import { groupByOrigin } from './group-by-origin.ts';
import { validId } from '../../ids/valid-id.ts';
import { originsJson } from './origin-json.ts';
import { TRACES_PATH } from './parse-otlp-traces.ts';
import { kindNumber, statusNumber } from './span-numbers.ts';
import { unixNanosecondsExactly } from './unix-time.ts';

/** Prints an `ExportTraceServiceRequest`, the body of `POST /v1/traces`, as JSON. */
export function printOtlpTraces(spans: readonly Span[]): string {
  const groups = groupByOrigin(spans, ({ scope }) => scope);
  return JSON.stringify(originsJson(groups, TRACES_PATH, spanJson));
}

function spanJson(span: Span): object {
  return {
    traceId: validId(span.traceId, 32),
    spanId: validId(span.spanId, 16),
    parentSpanId: validId(span.parentSpanId ?? '', 16),
    traceState: span.traceState,
    name: span.name.toWellFormed(),
    kind: kindNumber(span.kind),
    startTimeUnixNano: String(unixNanosecondsExactly(span.startMs)),
    endTimeUnixNano: String(unixNanosecondsExactly(span.startMs + span.durationMs)),
    attributes: attributesJson(span.attributes),
    events: span.events.map(({ timeMs, name, attributes }) => ({
      timeUnixNano: String(unixNanosecondsExactly(timeMs)),
      name: name.toWellFormed(),
      attributes: attributesJson(attributes),
    })),
    links: span.links.map(({ traceId, spanId, attributes }) => ({
      traceId,
      spanId,
      attributes: attributesJson(attributes),
    })),
    status: { code: statusNumber(span.status), message: span.statusMessage?.toWellFormed() },
  };
}
