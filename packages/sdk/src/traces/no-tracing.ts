import { REQUEST_PROPAGATION } from './propagation/work-propagation.ts';
import { NO_TRACER } from './spans/otel-tracer.ts';
import { NO_SPAN } from './spans/trace-span.ts';
import type { TraceOptions, TraceSpan } from './spans/trace-span.ts';
import type { Tracing } from './tracing.ts';

/** Where traces are off: work is done, and nothing is made of it. */
export const NO_TRACING: Tracing = {
  isOn: false,
  isForeign: false,
  tracer: NO_TRACER,
  trace: <Result>(
    _name: string,
    ...rest: [(span: TraceSpan) => Result] | [TraceOptions, (span: TraceSpan) => Result]
  ): Result => (rest.length === 1 ? rest[0](NO_SPAN) : rest[1](NO_SPAN)),
  propagation: REQUEST_PROPAGATION,
  begin: () => undefined,
  activeServerSpan: () => undefined,
  flush: () => Promise.resolve(),
  shutdown: () => Promise.resolve(),
};
