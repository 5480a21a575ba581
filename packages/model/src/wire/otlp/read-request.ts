import { TelltaleError } from '../../errors/telltale-error.ts';
import { lengthField } from './field-tags.ts';
import { guarded } from './guarded.ts';
import { MessageReader } from './message-reader.ts';
import type { Origin } from './origin.ts';
import { originOf } from './origin.ts';
import type { OtlpContent } from './otlp-content.ts';
import type { ParseReport } from './parse-report.ts';
import { attributeTable, readAttribute } from './read-attributes.ts';

/** Field 1 of a request, of `ResourceLogs` and the like, of `Resource` and of `InstrumentationScope`. */
const FIRST = lengthField(1);
/** Field 2: the scopes of a resource, the records of a scope. */
const SECOND = lengthField(2);

/**
 * Reads a record up to `end`; nothing where it is rejected, which is reported. It may throw: the record is rejected
 * then.
 */
export type ReadRecord<Item> = (
  reader: MessageReader,
  end: number,
  origin: Origin,
  scope: string,
) => Item | undefined;

/**
 * Reads `ExportLogsServiceRequest` and `ExportTraceServiceRequest`, which are built alike. Unknown fields are passed
 * over; memory and time are in proportion to the bytes.
 *
 * @throws TelltaleError `TT_OTLP` with the position of what is cut or no such message
 */
export function readRequest<Item>(
  bytes: Uint8Array,
  report: ParseReport,
  readRecord: ReadRecord<Item>,
): OtlpContent<Item> {
  const reader = new MessageReader(bytes);
  const items: Item[] = [];
  try {
    reader.eachField(reader.len, FIRST, () => {
      readResourceRecords(reader, reader.messageEnd(reader.len), { report, readRecord, items });
    });
  } catch (error) {
    const problem = error instanceof Error ? error.message : String(error);
    throw new TelltaleError('TT_OTLP', `request at byte ${Math.min(reader.pos, reader.len)}: ${problem}`);
  }
  return { items, rejected: report.rejected, faults: report.faults() };
}

interface Reading<Item> {
  readonly report: ParseReport;
  readonly readRecord: ReadRecord<Item>;
  readonly items: Item[];
}

/** A resource may stand behind its scopes on the wire: it is looked for first. */
function readResourceRecords<Item>(reader: MessageReader, end: number, reading: Reading<Item>): void {
  const { report } = reading;
  report.startResource();
  const start = reader.pos;
  const table = attributeTable();
  reader.eachField(end, FIRST, () => {
    const resourceEnd = reader.messageEnd(end);
    reader.eachField(resourceEnd, FIRST, () => readAttribute(reader, resourceEnd, table, report));
  });
  const origin = originOf(table);
  reader.pos = start;
  reader.eachField(end, SECOND, () => {
    report.startScope();
    readScopeRecords(reader, reader.messageEnd(end), origin, reading);
  });
}

/** The same holds for a scope and its records. */
function readScopeRecords<Item>(
  reader: MessageReader,
  end: number,
  origin: Origin,
  { report, readRecord, items }: Reading<Item>,
): void {
  const start = reader.pos;
  let scope = '';
  reader.eachField(end, FIRST, () => {
    const scopeEnd = reader.messageEnd(end);
    reader.eachField(scopeEnd, FIRST, () => (scope = reader.string()));
  });
  reader.pos = start;
  reader.eachField(end, SECOND, () => {
    const recordEnd = reader.messageEnd(end);
    const item = report.startRecord()
      ? guarded(report, () => readRecord(reader, recordEnd, origin, scope))
      : undefined;
    reader.pos = recordEnd;
    if (item !== undefined) items.push(item);
  });
}
