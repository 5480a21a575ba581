import { BinaryWriter, WireType } from '@bufbuild/protobuf/wire';
import { expect, test } from 'vitest';
import type { AttributeValue } from '../../attributes/attributes.ts';
import type { LogRecord } from '../../logs/log-record.ts';
import { describeFaults } from './otlp-content.ts';
import { parseOtlpLogs } from './parse-otlp-logs.ts';
import { parseOtlpLogsJson } from './parse-otlp-logs-json.ts';
import { parseOtlpTraces } from './parse-otlp-traces.ts';
import { parseOtlpTracesJson } from './parse-otlp-traces-json.ts';
import { writeValue } from './write-attributes.ts';
import { writeOtlpLogs } from './write-otlp-logs.ts';

const { LengthDelimited } = WireType;

/** A request with records of which only the bytes are given. */
function requestOf(...records: ((writer: BinaryWriter) => void)[]): Uint8Array {
  const writer = new BinaryWriter();
  writer.tag(1, LengthDelimited).fork();
  writer.tag(2, LengthDelimited).fork();
  for (const write of records) {
    writer.tag(2, LengthDelimited).fork();
    write(writer);
    writer.join();
  }
  writer.join();
  writer.join();
  return writer.finish();
}

function body(text: string): (writer: BinaryWriter) => void {
  return (writer) => {
    writer.tag(5, LengthDelimited).fork();
    writeValue(writer, text);
    writer.join();
  };
}

function ofOneScope(list: 'resourceLogs' | 'resourceSpans', records: readonly unknown[]): string {
  return JSON.stringify(
    list === 'resourceLogs'
      ? { resourceLogs: [{ scopeLogs: [{ logRecords: records }] }] }
      : { resourceSpans: [{ scopeSpans: [{ spans: records }] }] },
  );
}

/** Length of the text of 65 lists in one another, the innermost of which has nothing any more. */
const DEEPEST = 2 * 65 + 'null'.length;

/** An `AnyValue` that is a list with an `AnyValue` that is a list, and so on. */
function nested(levels: number): Uint8Array {
  let length = 0;
  const heads: Uint8Array[] = [];
  for (let level = 0; level < levels; level++) {
    for (const field of [1, 5]) {
      const head = new BinaryWriter().tag(field, LengthDelimited).uint32(length).finish();
      heads.push(head);
      length += head.length;
    }
  }
  return Buffer.concat(heads.toReversed());
}

test('a value nested 10,000 levels deep is left empty, and the record is taken', () => {
  const bytes = nested(10_000);
  const { items, rejected, faults } = parseOtlpLogs(
    requestOf((writer) => writer.tag(5, LengthDelimited).bytes(bytes), body('next')),
  );
  expect(items.map(({ message }) => message.length)).toEqual([DEEPEST, 4]);
  expect({ rejected, faults }).toEqual({
    rejected: 0,
    faults: [{ problem: 'too_deep', count: 1, where: 'resourceLogs[0].scopeLogs[0].logRecords[0]' }],
  });
  const json = `{"arrayValue":{"values":[`.repeat(10_000) + ']}}'.repeat(10_000);
  const request = `{"resourceLogs":[{"scopeLogs":[{"logRecords":[{"body":${json}}]}]}]}`;
  expect(parseOtlpLogsJson(request).items[0].message).toHaveLength(DEEPEST);
});

test('what is written is never deeper than what is read', () => {
  let value: AttributeValue = 'bottom';
  for (let level = 0; level < 10_000; level++) value = [value];
  const record: LogRecord = {
    timeMs: 1,
    severity: 9,
    service: 's',
    message: 'm',
    attributes: { value },
    resource: {},
  };
  expect(parseOtlpLogs(writeOtlpLogs([record]))).toMatchObject({ rejected: 0, faults: [] });
});

test('of a million attributes the first thousands are kept, and it is told', () => {
  const request = requestOf(body('before'), (writer) => {
    for (let index = 0; index < 1_000_000; index++) {
      writer.tag(6, LengthDelimited).fork();
      writer.tag(1, LengthDelimited).string(`a${index}`);
      writer.join();
    }
    body('with many')(writer);
  });
  const { items, faults } = parseOtlpLogs(request);
  expect(items.map(({ message }) => message)).toEqual(['before', 'with many']);
  expect(Object.keys(items[1].attributes)).toHaveLength(4096);
  expect(faults).toEqual([
    { problem: 'too_many_values', count: 1, where: 'resourceLogs[0].scopeLogs[0].logRecords[1]' },
  ]);
});

test('names such as __proto__ are attributes like others', () => {
  const text =
    '{"resourceLogs":[{"scopeLogs":[{"logRecords":[{"attributes":[{"key":"__proto__","value":{"kvlistValue":{"values":[{"key":"polluted","value":{"boolValue":true}}]}}},{"key":"constructor","value":{"stringValue":"c"}}]}]}]}]}';
  const [ofJson] = parseOtlpLogsJson(text).items;
  const [ofBytes] = parseOtlpLogs(writeOtlpLogs([ofJson])).items;
  for (const { attributes } of [ofJson, ofBytes]) {
    expect(Object.keys(attributes)).toEqual(['__proto__', 'constructor']);
    expect(Object.getPrototypeOf(attributes)).toBeNull();
  }
  expect(Reflect.get({}, 'polluted')).toBeUndefined();
});

test('a log record is kept without an id that is none; a span without ids is not taken', () => {
  const ids = { traceId: 'ab'.repeat(33), spanId: 'xyz' };
  const logs = parseOtlpLogsJson(ofOneScope('resourceLogs', [{ ...ids, body: { stringValue: 'kept' } }]));
  expect(logs.items).toMatchObject([{ message: 'kept', traceId: undefined, spanId: undefined }]);
  expect(logs).toMatchObject({ rejected: 0, faults: [{ problem: 'invalid_id', count: 2 }] });

  const whole = { traceId: 'a'.repeat(32), spanId: 'b'.repeat(16) };
  const zeros = { traceId: '0'.repeat(32), spanId: '0'.repeat(16) };
  const spans = parseOtlpTracesJson(
    ofOneScope('resourceSpans', [ids, zeros, { ...whole, parentSpanId: 'q' }]),
  );
  expect(spans.items).toMatchObject([{ ...whole, parentSpanId: undefined }]);
  expect(spans).toMatchObject({ rejected: 2, faults: [{ problem: 'invalid_id', count: 3 }] });

  const bytes = requestOf((writer) => writer.tag(9, LengthDelimited).bytes(new Uint8Array(33).fill(7)));
  expect(parseOtlpLogs(bytes)).toMatchObject({
    items: [{ traceId: undefined }],
    faults: [{ problem: 'invalid_id' }],
  });
  expect(parseOtlpTraces(bytes)).toMatchObject({ items: [], rejected: 1 });
});

test('a record whose bytes are no record is left out, and those around it are taken', () => {
  const request = requestOf(
    body('before'),
    (writer) => writer.raw(new Uint8Array([0x32, 0x7f, 1])),
    body('after'),
  );
  const { items, rejected, faults } = parseOtlpLogs(request);
  expect(items.map(({ message }) => message)).toEqual(['before', 'after']);
  expect(rejected).toBe(1);
  expect(describeFaults(faults)).toBe(
    '1 × cannot be read (first: resourceLogs[0].scopeLogs[0].logRecords[1])',
  );
  const json = ofOneScope('resourceLogs', [{ body: 7 }, { body: { stringValue: 'after' } }, 'x']);
  expect(parseOtlpLogsJson(json)).toMatchObject({ items: [{ message: 'after' }], rejected: 2 });
});

test('a request that is cut is refused with its place, whatever it is cut at', () => {
  const whole = requestOf(body('a'), body('b'));
  for (let length = 1; length < whole.length; length++) {
    expect(() => parseOtlpLogs(whole.subarray(0, length))).toThrow(/^request at byte \d+: /);
  }
  expect(() => parseOtlpLogs(new Uint8Array(100))).toThrow('no such field can be');
  expect(() => parseOtlpLogsJson('{"resourceLogs":[{"scopeLogs":3}]}')).toThrow(
    'request at resourceLogs[0]: scopeLogs must be a list',
  );
  expect(() => parseOtlpTracesJson('[]')).toThrow('an object is expected');
});

test('text that is no UTF-8 is taken with marks in the places of what is none', () => {
  const bytes = new Uint8Array([0x0a, 3, 0x61, 0xff, 0x62]);
  const { items } = parseOtlpLogs(requestOf((writer) => writer.tag(5, LengthDelimited).bytes(bytes)));
  expect(items[0].message).toBe('a\u{fffd}b');
});

test('fields that are not known are passed over, groups as well', () => {
  const request = requestOf((writer) => {
    writer.tag(200, LengthDelimited).bytes(new Uint8Array(5));
    writer.tag(201, WireType.StartGroup).tag(1, WireType.Varint).uint32(3).tag(201, WireType.EndGroup);
    body('known')(writer);
  });
  expect(parseOtlpLogs(request)).toMatchObject({ items: [{ message: 'known' }], rejected: 0 });
});

test('more records than one request may have are rejected, not read', () => {
  const request = requestOf(body('1'), body('2'), body('3'));
  const { items, rejected, faults } = parseOtlpLogs(request, { maxRecords: 2 });
  expect(items).toHaveLength(2);
  expect({ rejected, problem: faults[0].problem }).toEqual({ rejected: 1, problem: 'too_many_records' });
});

test('JSON of brackets alone is refused before it takes memory', () => {
  const text = ofOneScope(
    'resourceLogs',
    Array.from({ length: 1_000_000 }, () => []),
  );
  expect(() => parseOtlpLogsJson(text)).toThrow('more than 1000000 objects and lists; send smaller batches');
  const quoted = ofOneScope('resourceLogs', [{ body: { stringValue: '["{'.repeat(500_000) } }]);
  expect(parseOtlpLogsJson(quoted).items).toHaveLength(1);
});

test('of attributes with the same name the last counts, in protobuf and in JSON', () => {
  const twice = (writer: BinaryWriter) => {
    for (const value of ['first', 'last']) {
      writer.tag(6, LengthDelimited).fork();
      writeAttribute(writer, 'name', value);
      writer.join();
    }
  };
  expect(parseOtlpLogs(requestOf(twice)).items[0].attributes).toEqual({ name: 'last' });
  const attributes = ['first', 'last'].map((stringValue) => ({ key: 'name', value: { stringValue } }));
  const json = ofOneScope('resourceLogs', [{ attributes }]);
  expect(parseOtlpLogsJson(json).items[0].attributes).toEqual({ name: 'last' });
});

test('a field that is there in both cases counts as JSON of the protocol has it', () => {
  const record = { traceId: 'a'.repeat(32), trace_id: 'b'.repeat(32), span_id: 'c'.repeat(16), spanId: null };
  const text = ofOneScope('resourceLogs', [record]).replace('{', '{"resource_logs":[],');
  expect(parseOtlpLogsJson(text).items).toMatchObject([{ traceId: 'a'.repeat(32), spanId: 'c'.repeat(16) }]);
});

function writeAttribute(writer: BinaryWriter, name: string, value: string): void {
  writer.tag(1, LengthDelimited).string(name);
  writer.tag(2, LengthDelimited).fork();
  writeValue(writer, value);
  writer.join();
}
