import fc from 'fast-check';
import { expect, test } from 'vitest';
import { arbitraryLogRecord, arbitrarySpan } from '../../../test/support/arbitrary-records.ts';
import type { LogRecord } from '../../logs/log-record.ts';
import type { Span } from '../../traces/span.ts';
import type { OtlpContent } from './otlp-content.ts';
import { parseOtlpLogs } from './parse-otlp-logs.ts';
import { parseOtlpLogsJson } from './parse-otlp-logs-json.ts';
import { parseOtlpTraces } from './parse-otlp-traces.ts';
import { parseOtlpTracesJson } from './parse-otlp-traces-json.ts';
import { printOtlpLogs } from './print-otlp-logs.ts';
import { printOtlpTraces } from './print-otlp-traces.ts';
import { writeOtlpLogs } from './write-otlp-logs.ts';
import { writeOtlpTraces } from './write-otlp-traces.ts';

/** Records come back by program and scope: each says its place. */
function numbered<Item extends LogRecord | Span>(items: readonly Item[]): Item[] {
  return items.map((item, place) => ({ ...item, attributes: { ...item.attributes, place } }));
}

function inOrder<Item extends LogRecord | Span>({ items, rejected, faults }: OtlpContent<Item>): Item[] {
  expect({ rejected, faults }).toEqual({ rejected: 0, faults: [] });
  return items.toSorted((a, b) => Number(a.attributes['place']) - Number(b.attributes['place']));
}

const logs = fc.array(arbitraryLogRecord, { maxLength: 5 }).map(numbered);
const spans = fc.array(arbitrarySpan, { maxLength: 4 }).map(numbered);

test('every log record comes back from protobuf and from JSON as it was', () => {
  fc.assert(
    fc.property(logs, (records) => {
      expect(inOrder(parseOtlpLogs(writeOtlpLogs(records)))).toEqual(records);
      expect(inOrder(parseOtlpLogsJson(printOtlpLogs(records)))).toEqual(records);
    }),
  );
});

test('every span comes back from protobuf and from JSON as it was', () => {
  fc.assert(
    fc.property(spans, (records) => {
      expect(inOrder(parseOtlpTraces(writeOtlpTraces(records)))).toEqual(records);
      expect(inOrder(parseOtlpTracesJson(printOtlpTraces(records)))).toEqual(records);
    }),
  );
});

test('bytes that are cut or changed are refused or read, and end', () => {
  const harmed = fc
    .tuple(fc.oneof(logs.map(writeOtlpLogs), spans.map(writeOtlpTraces)), fc.nat(), fc.uint8Array())
    .map(([bytes, place, other]) => {
      const at = place % (bytes.length + 1);
      return Buffer.concat([bytes.subarray(0, at), other, bytes.subarray(at + other.length)]);
    });
  fc.assert(
    fc.property(fc.oneof(harmed, fc.uint8Array({ maxLength: 200 })), (bytes) => {
      for (const parse of [parseOtlpLogs, parseOtlpTraces]) {
        try {
          parse(bytes);
        } catch (error) {
          expect(error).toMatchObject({ code: 'TT_OTLP', message: expect.stringMatching(/at byte \d+: /) });
        }
      }
    }),
  );
});
