import { randomBytes } from 'node:crypto';

/** Who the doctor's probes are from. */
export const PROBE_SERVICE = 'telltale-doctor';

/** Something that is sent by OTLP to see it come back. */
export interface SignalProbe {
  /** Where OTLP over HTTP takes it. */
  readonly path: string;
  readonly id: string;
  readonly body: object;
}

const NS_A_MS = 1_000_000n;
const INFO = 9;
const TRACE_ID_BYTES = 16;
const SPAN_ID_BYTES = 8;
const SPAN_KIND_INTERNAL = 1;

const RESOURCE = { attributes: [{ key: 'service.name', value: { stringValue: PROBE_SERVICE } }] };

/** A log record that nobody else writes. */
export function logProbe(nowMs: number): SignalProbe {
  const id = randomBytes(SPAN_ID_BYTES).toString('hex');
  const record = {
    timeUnixNano: nanoseconds(nowMs),
    severityNumber: INFO,
    severityText: 'INFO',
    body: { stringValue: `probe ${id} of telltale doctor` },
  };
  return {
    path: '/v1/logs',
    id,
    body: { resourceLogs: [{ resource: RESOURCE, scopeLogs: [{ logRecords: [record] }] }] },
  };
}

/** A trace of one span that nobody else makes. */
export function traceProbe(nowMs: number): SignalProbe {
  const id = randomBytes(TRACE_ID_BYTES).toString('hex');
  const span = {
    traceId: id,
    spanId: randomBytes(SPAN_ID_BYTES).toString('hex'),
    name: 'probe of telltale doctor',
    kind: SPAN_KIND_INTERNAL,
    startTimeUnixNano: nanoseconds(nowMs - 1),
    endTimeUnixNano: nanoseconds(nowMs),
  };
  return {
    path: '/v1/traces',
    id,
    body: { resourceSpans: [{ resource: RESOURCE, scopeSpans: [{ spans: [span] }] }] },
  };
}

function nanoseconds(ms: number): string {
  return String(BigInt(ms) * NS_A_MS);
}
