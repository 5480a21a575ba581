import type { ExpositionFormat, ExpositionSink } from '@telltale/model';
import { TelltaleError, scanExpositionLine } from '@telltale/model';
import { NumberReader } from './number-reader.ts';

const NEWLINE = 10;
const RETURN = 13;
const SPACE = 32;
const QUOTE = 34;
const HASH = 35;
const BACKSLASH = 92;
const OPEN_BRACE = 123;
const CLOSE_BRACE = 125;

/** Texts of series that are remembered; a file that goes on and on must not fill the memory. */
const MAX_KNOWN = 1_000_000;

/** A timestamp from here on is in milliseconds: as seconds it would be in the year 5138. */
const FIRST_MILLISECONDS = 1e11;

/** More of an offending line says no more. */
const MAX_EXCERPT = 120;

/** Receives what is in the file. */
export interface SampleSink<Series> {
  /** What to give samples of a series to; asked once for each text of a series. */
  series(text: string, line: number): Series;
  sample(series: Series, timestampMs: number, value: number): void;
  /** Type, help or unit of a family. */
  readonly metadata: Pick<ExpositionSink, 'type' | 'help' | 'unit'>;
  /** A line that cannot be read; throws where that ends it all. */
  fault(error: TelltaleError): void;
}

interface Known<Series> {
  /** The bytes up to and with the blank after the series. */
  readonly bytes: Uint8Array;
  readonly series: Series;
  /** The series of the line that came after this one the last time. */
  next: Known<Series> | undefined;
}

/**
 * Reads samples with timestamps from the bytes of a metrics page. Files of millions of samples repeat few
 * series in few orders: each line is first compared with the one that is expected, and only what is
 * unusual becomes text.
 */
export class SampleScanner<Series> {
  readonly #sink: SampleSink<Series>;
  readonly #decoder = new TextDecoder('utf-8', { fatal: true });
  readonly #number = new NumberReader();
  readonly #known = new Map<string, Known<Series>>();
  #last: Known<Series> | undefined;
  /** Milliseconds in one unit of the timestamps; 0 until the first sample has told. */
  #unitMs = 0;
  /** Lines read so far. */
  lines = 0;
  samples = 0;
  exemplars = 0;
  /** Whether the newest line says that the page is whole. */
  isAtEnd = false;

  constructor(sink: SampleSink<Series>, format: ExpositionFormat | undefined) {
    this.#sink = sink;
    if (format !== undefined) this.#unitMs = format === 'openmetrics' ? 1000 : 1;
  }

  /** What the file is; `undefined` until its first sample. */
  get format(): ExpositionFormat | undefined {
    if (this.#unitMs === 0) return undefined;
    return this.#unitMs === 1000 ? 'openmetrics' : 'text';
  }

  /** Reads whole lines: the bytes end with a line break. */
  scan(bytes: Buffer): void {
    let at = 0;
    while (at < bytes.length) {
      this.lines++;
      const end = this.#unitMs === 0 ? -1 : this.#usualLine(bytes, at);
      at = end < 0 ? this.#anyLine(bytes, at) : end;
    }
  }

  /** Reads `series value timestamp`; returns where the next line begins, or -1 for any other line. */
  #usualLine(bytes: Buffer, start: number): number {
    const known = this.#knownAt(bytes, start);
    if (known === undefined) return -1;
    const number = this.#number;
    const value = number.read(bytes, start + known.bytes.length);
    if (number.end < 0 || bytes[number.end] !== SPACE) return -1;
    const time = number.read(bytes, number.end + 1);
    let { end } = number;
    if (end < 0) return -1;
    if (bytes[end] === RETURN) end++;
    if (bytes[end] !== NEWLINE) return -1;
    if (this.#last !== undefined) this.#last.next = known;
    this.#last = known;
    this.isAtEnd = false;
    this.samples++;
    this.#sink.sample(known.series, this.#unitMs === 1 ? time : Math.round(time * 1000), value);
    return end + 1;
  }

  #knownAt(bytes: Buffer, start: number): Known<Series> | undefined {
    const expected = this.#last?.next;
    if (expected !== undefined && startsWith(bytes, start, expected.bytes)) return expected;
    const end = endOfSeries(bytes, start);
    if (end < 0) return undefined;
    return this.#known.get(bytes.toString('latin1', start, end)) ?? this.#learn(bytes, start, end);
  }

  /** `undefined` for a series that cannot be read: the line is read again, and its fault found. */
  #learn(bytes: Buffer, start: number, end: number): Known<Series> | undefined {
    if (this.#known.size >= MAX_KNOWN) this.#known.clear();
    try {
      const series = this.#sink.series(this.#decode(bytes.subarray(start, end)), this.lines);
      const known = { bytes: Uint8Array.from(bytes.subarray(start, end + 1)), series, next: undefined };
      this.#known.set(bytes.toString('latin1', start, end), known);
      return known;
    } catch (error) {
      if (isFaultOfLine(error)) return undefined;
      throw error;
    }
  }

  #anyLine(bytes: Buffer, start: number): number {
    const newline = bytes.indexOf(NEWLINE, start);
    const end = newline > start && bytes[newline - 1] === RETURN ? newline - 1 : newline;
    try {
      this.#readLine(this.#decode(bytes.subarray(start, end)));
    } catch (error) {
      if (!isFaultOfLine(error)) throw error;
      this.#sink.fault(error);
    }
    return newline + 1;
  }

  #readLine(line: string): void {
    if (line === '# EOF') {
      this.isAtEnd = true;
      return;
    }
    if (line.trim() === '') return;
    this.isAtEnd = false;
    const format = this.format ?? 'openmetrics';
    scanExpositionLine(line, this.lines, format, {
      ...this.#sink.metadata,
      sample: (text, value, timeMs) => {
        if (timeMs === undefined) throw this.#fault('the sample has no timestamp', line);
        this.#sink.sample(this.#sink.series(text, this.lines), this.#inMilliseconds(timeMs), value);
        this.samples++;
        if (format === 'openmetrics' && line.includes(' # ', text.length)) this.exemplars++;
      },
    });
  }

  /** The first timestamp, read as seconds, tells whether all are seconds. */
  #inMilliseconds(timeMs: number): number {
    if (this.#unitMs !== 0) return timeMs;
    this.#unitMs = timeMs / 1000 < FIRST_MILLISECONDS ? 1000 : 1;
    return this.#unitMs === 1000 ? timeMs : Math.round(timeMs / 1000);
  }

  #decode(bytes: Uint8Array): string {
    try {
      return this.#decoder.decode(bytes);
    } catch {
      throw this.#fault('the line is not valid UTF-8', new TextDecoder().decode(bytes));
    }
  }

  #fault(problem: string, line: string): TelltaleError {
    const excerpt = line.length > MAX_EXCERPT ? `${line.slice(0, MAX_EXCERPT)}…` : line;
    return new TelltaleError('TT_EXPOSITION', `line ${this.lines}: ${problem}: ${JSON.stringify(excerpt)}`);
  }
}

function isFaultOfLine(error: unknown): error is TelltaleError {
  return error instanceof TelltaleError && error.code === 'TT_EXPOSITION';
}

function startsWith(bytes: Buffer, start: number, prefix: Uint8Array): boolean {
  const { length } = prefix;
  if (start + length > bytes.length) return false;
  for (let i = 0; i < length; i++) if (bytes[start + i] !== prefix[i]) return false;
  return true;
}

/** Where the blank after a series stands; -1 where the line is no plain sample. */
function endOfSeries(bytes: Buffer, start: number): number {
  let at = start;
  while (isPlain(bytes[at])) at++;
  if (bytes[at] === SPACE && at > start) return at;
  if (bytes[at] !== OPEN_BRACE) return -1;
  let isQuoted = false;
  for (at++; at < bytes.length; at++) {
    const byte = bytes[at];
    if (byte === NEWLINE) return -1;
    if (byte === QUOTE) isQuoted = !isQuoted;
    else if (byte === BACKSLASH && isQuoted) at++;
    else if (byte === CLOSE_BRACE && !isQuoted) return bytes[at + 1] === SPACE ? at + 1 : -1;
  }
  return -1;
}

function isPlain(byte: number): boolean {
  return byte > SPACE && byte !== HASH && byte !== OPEN_BRACE;
}
