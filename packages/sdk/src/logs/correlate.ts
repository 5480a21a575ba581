import { currentContext } from '../context/context.ts';
import { activeSpanIds } from '../opentelemetry/active-span.ts';
import type { Correlation } from './records/log-entry.ts';

const NOWHERE: Correlation = Object.freeze({});

/** Where what is logged here and now belongs: the active span, the request, and what the program added to the work. */
export function correlate(): Correlation {
  const context = currentContext();
  const span = activeSpanIds();
  if (!context) return span ?? NOWHERE;
  const { requestId, fields } = context;
  return { traceId: span?.traceId, spanId: span?.spanId, requestId, fields };
}
