import type { LogRecord } from '../../logs/log-record.ts';
import { attributesJson } from './attributes-json.ts';
import { groupByOrigin } from './group-by-origin.ts';
import { validId } from '../../ids/valid-id.ts';
import { originsJson } from './origin-json.ts';
import { LOGS_PATH } from './parse-otlp-logs.ts';
import { severityTextOf } from '../../logs/severity-text.ts';
import { unixNanosecondsExactly } from './unix-time.ts';

/** Prints an `ExportLogsServiceRequest`, the body of `POST /v1/logs`, as JSON. */
export function printOtlpLogs(records: readonly LogRecord[]): string {
  const groups = groupByOrigin(records, ({ logger }) => logger);
  return JSON.stringify(originsJson(groups, LOGS_PATH, recordJson));
}

function recordJson(record: LogRecord): object {
  const time = String(unixNanosecondsExactly(record.timeMs));
  return {
    timeUnixNano: time,
    observedTimeUnixNano: time,
    severityNumber: record.severity,
    severityText: severityTextOf(record),
    body: { stringValue: record.message.toWellFormed() },
    attributes: attributesJson(record.attributes),
    traceId: validId(record.traceId ?? '', 32),
    spanId: validId(record.spanId ?? '', 16),
  };
}
