import { isUtf8 } from 'node:buffer';
import type { ExpositionFormat, ExpositionSink } from '@telltale/model';
import {
  decodeExposition,
  emptyLabelsOf,
  expositionError,
  expositionFormat,
  readSeries,
  scanExpositionLine,
} from '@telltale/model';
import { FamilyNotes } from './family-notes.ts';
import { PageMemory } from './page-memory.ts';
import type { ReadingSink, SampleDetails } from './reading-sink.ts';
import { ValueReader } from './value-reader.ts';

const NEWLINE = 10;
const RETURN = 13;
const GZIP_MAGIC = [0x1f, 0x8b];
const BYTE_ORDER_MARK = Buffer.of(0xef, 0xbb, 0xbf);

/** So many families more than the page has lines about them are kept: more are of earlier pages. */
const SPARE_FAMILIES = 1000;

/**
 * Reads the pages of one target, in the text format or in OpenMetrics. A page has mostly the lines of the one before
 * it, with other values: such a line is known by its bytes at its place, and nothing of it is read but the value.
 */
export class TextPageReader {
  readonly #families = new FamilyNotes();
  readonly #value = new ValueReader();
  #format: ExpositionFormat = 'text';
  #memory = new PageMemory();

  /** @throws TelltaleError `TT_EXPOSITION` with the number and text of the first faulty line */
  read(body: Uint8Array, contentType: string, sink: ReadingSink): void {
    const page = Buffer.from(body.buffer, body.byteOffset, body.byteLength);
    if (!isUtf8(page)) throwUnreadable(page);
    const format = expositionFormat(contentType);
    if (format !== this.#format) this.#forget();
    this.#format = format;
    this.#memory = new PageScan(page, this.#memory, {
      format,
      families: this.#families,
      value: this.#value,
    }).run(sink);
    this.#families.tell((name, metadata) => sink.metadata(name, metadata));
    if (this.#families.size > this.#memory.otherLines + SPARE_FAMILIES) this.#forget();
  }

  #forget(): void {
    this.#memory = new PageMemory();
    this.#families.clear();
  }
}

function throwUnreadable(page: Buffer): never {
  if (GZIP_MAGIC.every((byte, i) => page[i] === byte)) {
    throw expositionError(1, '', 'the page is gzip, which its header does not say');
  }
  decodeExposition(page);
  throw expositionError(1, '', 'the page is not valid UTF-8');
}

interface PageScanContext {
  readonly format: ExpositionFormat;
  readonly families: FamilyNotes;
  readonly value: ValueReader;
}

/** One reading of one page. */
class PageScan {
  readonly #page: Buffer;
  readonly #view: DataView;
  readonly #before: PageMemory;
  readonly #context: PageScanContext;
  /** What becomes the memory; nothing while all lines are those of the page before. */
  #after: PageMemory | undefined;
  /** The line of the page before that is expected next. */
  #place = 0;
  #at: number;
  #line = 0;
  /** The series of the line that was read in full; empty for one that is no sample. */
  #series = '';

  constructor(page: Buffer, before: PageMemory, context: PageScanContext) {
    this.#page = page;
    this.#view = new DataView(page.buffer, page.byteOffset, page.byteLength);
    this.#before = before;
    this.#context = context;
    this.#at = BYTE_ORDER_MARK.every((byte, i) => page[i] === byte) ? BYTE_ORDER_MARK.length : 0;
  }

  /** Returns what is remembered for the next page. */
  run(sink: ReadingSink): PageMemory {
    const inFull = this.#sinkInFull(sink);
    let isEnded = false;
    while (!isEnded && this.#at < this.#page.length) {
      this.#line++;
      if (!this.#readKnown(sink)) isEnded = this.#readInFull(sink, inFull);
    }
    if (!isEnded && this.#context.format === 'openmetrics') {
      throw expositionError(this.#line, '', 'the page ends without "# EOF" and may have been cut');
    }
    if (this.#after) return this.#after;
    return this.#place === this.#before.length ? this.#before : this.#before.firstLines(this.#place);
  }

  /** Reads the line where it is the expected one; false where it has to be read in full. */
  #readKnown(sink: ReadingSink): boolean {
    const before = this.#before;
    const place = this.#place;
    if (place >= before.length) return false;
    const end = before.match(place, this.#view, this.#at);
    if (end < 0) return false;
    const series = before.seriesAt(place);
    if (series === undefined) {
      if (this.#page[end] !== NEWLINE) return false;
      this.#at = end + 1;
    } else {
      const { value } = this.#context;
      const next = value.read(this.#page, end);
      if (next < 0 || !sink.memory?.sample(series, value.value)) return false;
      this.#at = next;
    }
    this.#after?.addFrom(before, place);
    this.#place++;
    return true;
  }

  /** True at the end of an OpenMetrics page. */
  #readInFull(sink: ReadingSink, inFull: ExpositionSink): boolean {
    const page = this.#page;
    const { format } = this.#context;
    const start = this.#at;
    const newline = page.indexOf(NEWLINE, start);
    const end = newline < 0 ? page.length : newline;
    const contentEnd = end > start && page[end - 1] === RETURN ? end - 1 : end;
    const content = page.toString('utf8', start, contentEnd);
    this.#at = end + 1;
    this.#after ??= this.#before.firstLines(this.#place);
    if (content === '# EOF' && format === 'openmetrics') return true;
    this.#series = '';
    scanExpositionLine(content, this.#line, format, inFull);
    if (this.#series === '') {
      if (contentEnd === end) this.#after.add(page, start, end, undefined);
      return false;
    }
    const series = sink.memory?.find(this.#series);
    if (series === undefined) return false;
    if (this.#before.seriesAt(series.place) === series) this.#place = series.place + 1;
    this.#after.add(page, start, start + Buffer.byteLength(this.#series), series);
    return false;
  }

  #sinkInFull(sink: ReadingSink): ExpositionSink {
    const { families } = this.#context;
    return {
      type: (name, type) => families.note(name, { type }),
      help: (name, help) => families.note(name, { help }),
      unit: (name, unit) => families.note(name, { unit }),
      sample: (series, value, timestampMs, line) => {
        this.#series = series;
        const labels = () => {
          const read = readSeries(series, line);
          families.noteSample(read.metricName);
          return read;
        };
        sink.sample(series, labels, value, detailsOf(series, timestampMs));
      },
      exemplar: (series, exemplar) => sink.exemplar(series, exemplar),
    };
  }
}

function detailsOf(series: string, timestampMs: number | undefined): SampleDetails | undefined {
  const hasEmpty = series.includes('""');
  if (timestampMs === undefined && !hasEmpty) return undefined;
  return {
    ...(timestampMs !== undefined && { timestampMs }),
    ...(hasEmpty && { emptyLabels: () => emptyLabelsOf(series) }),
  };
}
