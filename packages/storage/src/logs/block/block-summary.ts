import { ByteReader } from '../../bytes/byte-reader.ts';
import { ByteWriter } from '../../bytes/byte-writer.ts';
import { decodeJson, encodeJson } from './json-column.ts';
import { PackedColumns, packColumns } from './packed-columns.ts';

const US_PER_MINUTE = 60_000_000;
/** One more than the highest severity. */
const SEVERITIES = 32;

/** Records of one service and severity, by minutes. */
export interface SummaryEntry {
  readonly service: string;
  readonly severity: number;
  /** Minutes since the epoch that have records, ascending. */
  readonly minutes: readonly number[];
  readonly counts: readonly number[];
}

interface GrowingEntry {
  readonly service: string;
  readonly severity: number;
  readonly minutes: number[];
  readonly counts: number[];
}

/** Counts the records of a block as they come, in the order of their times. */
export class SummaryBuilder {
  readonly #entries = new Map<string, (GrowingEntry | undefined)[]>();

  add(timeUs: number, service: string, severity: number): void {
    let ofService = this.#entries.get(service);
    if (ofService === undefined) {
      ofService = Array.from({ length: SEVERITIES });
      this.#entries.set(service, ofService);
    }
    const entry = (ofService[severity] ??= { service, severity, minutes: [], counts: [] });
    const minute = Math.floor(timeUs / US_PER_MINUTE);
    const last = entry.minutes.length - 1;
    if (entry.minutes[last] === minute) entry.counts[last]++;
    else {
      entry.minutes.push(minute);
      entry.counts.push(1);
    }
  }

  pack(): Uint8Array {
    const services = [...this.#entries.keys()];
    const writer = new ByteWriter(1024);
    for (const [place, service] of services.entries()) {
      for (const entry of this.#entries.get(service) ?? []) {
        if (entry !== undefined) writeEntry(writer, place, entry);
      }
    }
    return packColumns([[encodeJson(services), writer.copy()]]);
  }
}

function writeEntry(writer: ByteWriter, service: number, { severity, minutes, counts }: SummaryEntry): void {
  writer.varint(service);
  writer.varint(severity);
  writer.varint(minutes.length);
  let previous = 0;
  for (const [i, minute] of minutes.entries()) {
    writer.varint(minute - previous);
    writer.varint(counts[i]);
    previous = minute;
  }
}

/** Reads what {@link SummaryBuilder.pack} made; nothing where it is damaged. */
export function readSummary(packed: Uint8Array): SummaryEntry[] | undefined {
  const columns = PackedColumns.open(packed);
  if (columns === undefined) return undefined;
  const services = decodeJson(columns.bytes(0, 0)) as string[];
  const reader = new ByteReader(columns.bytes(0, 1));
  const entries: SummaryEntry[] = [];
  while (reader.offset < reader.bytes.length) {
    const entry = { service: services[reader.varint()], severity: reader.varint(), ...readCounts(reader) };
    entries.push(entry);
  }
  return entries;
}

function readCounts(reader: ByteReader): { readonly minutes: number[]; readonly counts: number[] } {
  const minutes: number[] = [];
  const counts: number[] = [];
  let minute = 0;
  for (let left = reader.varint(); left > 0; left--) {
    minute += reader.varint();
    minutes.push(minute);
    counts.push(reader.varint());
  }
  return { minutes, counts };
}
