import { crc32 } from 'node:zlib';
import { ROWS_PER_PAGE } from '../../metrics/view/series-page.ts';
import { parseExemplars } from './exemplar-text.ts';
import { parseHead } from './metric-head.ts';
import type {
  MetricUpdate,
  PageUpdate,
  PagesMessage,
  RowCell,
  RowExemplars,
  RowTexts,
  SomeValues,
} from './page-message.ts';
import { MAX_PAGES_BYTES, PAGES_MAGIC, PAGES_VERSION, PART } from './page-message.ts';
import { DamagedPages, PageReader } from './page-reader.ts';

/** Why pages were not read. */
export interface PagesFault {
  readonly fault: string;
}

/** Reads a message that `PageEncoder` wrote; for anything else it says why not. Never throws. */
export function decodePages(bytes: Uint8Array): PagesMessage | PagesFault {
  try {
    return readMessage(bytes);
  } catch (error) {
    if (error instanceof DamagedPages) return { fault: error.message };
    return { fault: `it cannot be read: ${String(error)}` };
  }
}

function readMessage(bytes: Uint8Array): PagesMessage {
  if (bytes.length > MAX_PAGES_BYTES) throw new DamagedPages('it is too long');
  if (bytes.length < 12) throw new DamagedPages('it ends too early');
  const reader = new PageReader(bytes.subarray(0, bytes.length - 4));
  if (reader.uint() !== PAGES_MAGIC) throw new DamagedPages('it is not from an SDK, or from another machine');
  const version = reader.uint();
  if (version !== PAGES_VERSION) {
    throw new DamagedPages(`it is of version ${version}, not ${PAGES_VERSION}: use one version of the SDK`);
  }
  const sum = new PageReader(bytes.subarray(bytes.length - 4)).uint();
  if (crc32(bytes.subarray(0, bytes.length - 4)) !== sum) throw new DamagedPages('its checksum is wrong');
  const base = reader.float();
  const sequence = reader.float();
  const note = reader.text();
  const metrics = readList(reader, 13, readMetric);
  const goneMetrics = readList(reader, 4, readId);
  if (!reader.isAtEnd) throw new DamagedPages('there is more than told');
  return { base, sequence, note, metrics, goneMetrics };
}

function readList<Item>(reader: PageReader, bytesOfEach: number, read: (reader: PageReader) => Item): Item[] {
  const count = reader.count(bytesOfEach);
  const items: Item[] = [];
  for (let i = 0; i < count; i++) items.push(read(reader));
  return items;
}

function readId(reader: PageReader): number {
  return reader.uint();
}

function readMetric(reader: PageReader): MetricUpdate {
  const id = reader.uint();
  const head = reader.byte() === 1 ? parseHead(reader.text()) : undefined;
  return {
    id,
    head,
    pages: readList(reader, 5, readPage),
    gonePages: readList(reader, 4, readId),
  };
}

function readPage(reader: PageReader): PageUpdate {
  const id = reader.uint();
  const parts = reader.byte();
  const has = (part: number) => (parts & part) !== 0;
  return {
    id,
    rows: has(PART.rows) ? readRows(reader) : undefined,
    allValues: has(PART.allValues) ? reader.floats(reader.count(8)) : undefined,
    someValues: has(PART.someValues) ? readSomeValues(reader) : undefined,
    cells: has(PART.cells) ? readList(reader, 8, readCell) : [],
    exemplars: has(PART.exemplars) ? readList(reader, 8, readExemplars) : [],
  };
}

function readRows(reader: PageReader): RowTexts {
  const capacity = reader.uint();
  const rowCount = reader.uint();
  if (capacity > ROWS_PER_PAGE || rowCount > capacity) throw new DamagedPages('a page of too many rows');
  const live = reader.bytes(rowCount).slice();
  return { capacity, rowCount, live, texts: reader.text().split('\0') };
}

function readSomeValues(reader: PageReader): SomeValues {
  const count = reader.count(12);
  const places: number[] = [];
  for (let i = 0; i < count; i++) places.push(reader.uint());
  return { places, values: reader.floats(count) };
}

function readCell(reader: PageReader): RowCell {
  const row = reader.uint();
  return { row, floats: reader.floats(reader.count(8)) };
}

function readExemplars(reader: PageReader): RowExemplars {
  const row = reader.uint();
  return { row, exemplars: parseExemplars(reader.text()) };
}
