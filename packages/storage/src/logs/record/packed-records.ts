import type { AttributeValue, Attributes } from '@telltale/model';
import type { KeptRecord } from './kept-record.ts';

/** What records of one part of a program have in common. */
export interface RecordSource {
  readonly service: string;
  readonly logger?: string;
  readonly resource: Attributes;
}

/** A source as JSON: service, logger, resource. */
export type PackedSource = readonly [service: string, logger: string | null, resource: Attributes];

/** A record as JSON. Its source is a place in a list. */
export type PackedRecord = readonly [
  timeUs: number,
  sequence: number,
  source: number,
  severity: number,
  severityText: string | null,
  message: string,
  traceId: string | null,
  spanId: string | null,
  attributes: Attributes,
];

/** Records on their way to disk or to another thread: JSON keeps every text and is what Node does fastest. */
export interface PackedRecords {
  readonly sources: readonly PackedSource[];
  readonly records: readonly PackedRecord[];
}

const encoder = new TextEncoder();

/** Records as a batch of the intake log. */
export function printBatch(records: readonly KeptRecord[]): Uint8Array<ArrayBuffer> {
  return encoder.encode(JSON.stringify(packRecords(records)));
}

/** What {@link printBatch} printed; the checksum of the log says that it still is. */
export function parseBatch(bytes: Uint8Array): PackedRecords {
  return JSON.parse(
    Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString(),
  ) as PackedRecords;
}

export function packRecords(records: readonly KeptRecord[]): PackedRecords {
  const sources = new SourceList();
  return { sources: sources.packed, records: records.map((record) => packRecord(record, sources)) };
}

function packRecord(record: KeptRecord, sources: SourceList): PackedRecord {
  return [
    record.timeUs,
    record.sequence,
    sources.placeOf(record),
    record.severity,
    record.severityText ?? null,
    record.message,
    record.traceId ?? null,
    record.spanId ?? null,
    record.attributes,
  ];
}

/** Finds equal sources by what records of one program share: the resource object. */
class SourceList {
  readonly packed: PackedSource[] = [];
  readonly #places = new Map<Attributes, Map<string, number>>();

  placeOf({ service, logger, resource }: RecordSource): number {
    let ofResource = this.#places.get(resource);
    if (ofResource === undefined) this.#places.set(resource, (ofResource = new Map()));
    const name = logger === undefined ? service : `${service}\0${logger}`;
    let place = ofResource.get(name);
    if (place === undefined) {
      place = this.packed.push([service, logger ?? null, resource]) - 1;
      ofResource.set(name, place);
    }
    return place;
  }
}

/** The records of packed ones, which no one else has. */
export function unpackRecords({ sources, records }: PackedRecords): KeptRecord[] {
  const unpacked = sources.map(unpackSource);
  return records.map((record) => unpackRecord(record, unpacked));
}

export function unpackSource([service, logger, resource]: PackedSource): RecordSource {
  return { service, logger: logger ?? undefined, resource: withoutPrototypes(resource) };
}

export function unpackRecord(record: PackedRecord, sources: readonly RecordSource[]): KeptRecord {
  const [timeUs, sequence, source, severity, severityText, message, traceId, spanId, attributes] = record;
  return {
    timeUs,
    sequence,
    timeMs: timeUs / 1000,
    severity,
    severityText: severityText ?? undefined,
    service: sources[source].service,
    logger: sources[source].logger,
    message,
    traceId: traceId ?? undefined,
    spanId: spanId ?? undefined,
    attributes: withoutPrototypes(attributes),
    resource: sources[source].resource,
  };
}

/** JSON gives objects a prototype, whose names could be taken for attributes. */
function withoutPrototypes(attributes: Attributes): Attributes {
  const bare: Record<string, AttributeValue> = Object.create(null);
  for (const name of Object.keys(attributes)) bare[name] = bareValue(attributes[name]);
  return bare;
}

function bareValue(value: AttributeValue): AttributeValue {
  if (typeof value !== 'object' || value === null) return value;
  if (isList(value)) return value.map(bareValue);
  return withoutPrototypes(value);
}

function isList(value: readonly AttributeValue[] | Attributes): value is readonly AttributeValue[] {
  return Array.isArray(value);
}
