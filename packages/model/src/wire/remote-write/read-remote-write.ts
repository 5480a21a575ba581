import { TelltaleError } from '../../errors/telltale-error.ts';
import type { MetricMetadata } from '../../contracts/query-service.ts';
import type { RecordProblem } from '../../logs/record-problem.ts';
import { BytePart, OversizePartError } from '../otlp/metrics/byte-part.ts';
import { lengthField, varintField, wideField } from '../otlp/field-tags.ts';
import { MessageReader } from '../otlp/message-reader.ts';
import type { RemoteWriteLabels } from '../remote-write.ts';
import { readRemoteHistogram } from './read-remote-histogram.ts';
import type { RemoteWriteSink } from './remote-write-sink.ts';

/** Some samples of a request that were left out for one reason. */
export interface RemoteWriteFault {
  readonly problem: RecordProblem;
  readonly samples: number;
  /** Place of the first such series in the request. */
  readonly series: number;
}

/** What a request had in it. */
export interface RemoteWriteOutcome {
  /** Samples and native histograms that were given to the sink. */
  readonly samples: number;
  readonly histograms: number;
  readonly exemplars: number;
  readonly faults: readonly RemoteWriteFault[];
}

/* Fields of prometheus.WriteRequest and its messages, remote write 1.0. */
const SERIES = lengthField(1);
const METADATA = lengthField(3);
const LABEL = lengthField(1);
const SAMPLE = lengthField(2);
const EXEMPLAR = lengthField(3);
const HISTOGRAM = lengthField(4);
const FIRST_TEXT = lengthField(1);
const SECOND_TEXT = lengthField(2);
const SAMPLE_VALUE = wideField(1);
const SAMPLE_TIME = varintField(2);
const EXEMPLAR_VALUE = wideField(2);
const EXEMPLAR_TIME = varintField(3);
const METADATA_TYPE = varintField(1);
const METADATA_HELP = lengthField(4);
const METADATA_UNIT = lengthField(5);

/** By their number on the wire. */
const TYPES: readonly MetricMetadata['type'][] = [
  'unknown',
  'counter',
  'gauge',
  'histogram',
  'histogram',
  'summary',
  'info',
  'stateset',
];
const STALE_LOW = 2;
const STALE_HIGH = 0x7ff00000;

/**
 * Reads a remote-write 1.0 request (`prometheus.WriteRequest`), decompressed. Unknown fields are passed over; memory
 * and time are in proportion to the bytes.
 *
 * @throws TelltaleError `TT_REMOTE_WRITE` with the position of what is cut or no such message
 */
export function readRemoteWrite(bytes: Uint8Array, sink: RemoteWriteSink): RemoteWriteOutcome {
  const reader = new MessageReader(bytes);
  const reading = new RemoteWriteReading(reader, sink);
  try {
    while (reader.pos < reader.len) {
      const tag = reader.small();
      if (tag === SERIES) reading.readSeries(reader.messageEnd(reader.len));
      else if (tag === METADATA) reading.readMetadata(reader.messageEnd(reader.len));
      else reader.skipField(tag);
    }
    reader.finish(reader.len);
  } catch (error) {
    if (error instanceof TelltaleError) throw error;
    const problem = error instanceof Error ? error.message : String(error);
    throw new TelltaleError('TT_REMOTE_WRITE', `byte ${Math.min(reader.pos, reader.len)}: ${problem}`);
  }
  return reading.outcome();
}

class RemoteWriteReading {
  readonly #reader: MessageReader;
  readonly #sink: RemoteWriteSink;
  readonly #labels: BytePart<RemoteWriteLabels>;
  readonly #faults = new Map<RecordProblem, { samples: number; series: number }>();
  #series = -1;
  #samples = 0;
  #histograms = 0;
  #exemplars = 0;

  constructor(reader: MessageReader, sink: RemoteWriteSink) {
    this.#reader = reader;
    this.#sink = sink;
    let labels: (readonly [string, string])[] = [];
    this.#labels = new BytePart(
      reader,
      (end) => {
        while (reader.pos < end) {
          reader.uint32();
          labels.push(readLabel(reader, reader.messageEnd(end)));
        }
      },
      () => {
        const read = labels;
        labels = [];
        return read;
      },
    );
  }

  outcome(): RemoteWriteOutcome {
    return {
      samples: this.#samples,
      histograms: this.#histograms,
      exemplars: this.#exemplars,
      faults: [...this.#faults].map(([problem, fault]) => ({ problem, ...fault })),
    };
  }

  /** Labels may stand behind samples on the wire: they are looked for first. */
  readSeries(end: number): void {
    const reader = this.#reader;
    const start = reader.pos;
    this.#series++;
    const samples = this.#findLabels(end);
    const problem = samples === undefined ? 'too_long' : this.#sink.series(this.#labels);
    if (problem !== undefined) {
      this.#reject(problem, samples ?? 1);
      reader.pos = end;
      return;
    }
    reader.pos = start;
    while (reader.pos < end) {
      const tag = reader.small();
      if (tag === SAMPLE) this.#readSample(reader.messageEnd(end));
      else if (tag === HISTOGRAM) this.#readHistogram(reader.messageEnd(end));
      else if (tag === EXEMPLAR) this.#readExemplar(reader.messageEnd(end));
      else reader.skipField(tag);
    }
    reader.finish(end);
  }

  /** How many samples the series has; nothing where its labels are too long. */
  #findLabels(end: number): number | undefined {
    const reader = this.#reader;
    const labels = this.#labels;
    labels.clear();
    let samples = 0;
    try {
      while (reader.pos < end) {
        const start = reader.pos;
        const tag = reader.small();
        reader.skipField(tag);
        if (tag === LABEL) labels.add(start, reader.pos);
        else if (tag === SAMPLE || tag === HISTOGRAM) samples++;
      }
    } catch (error) {
      if (error instanceof OversizePartError) return undefined;
      throw error;
    }
    reader.finish(end);
    return samples;
  }

  #readSample(end: number): void {
    const reader = this.#reader;
    let low = 0;
    let high = 0;
    let value = 0;
    let timestampMs = 0;
    while (reader.pos < end) {
      const tag = reader.small();
      if (tag === SAMPLE_VALUE) {
        low = reader.fixed32();
        high = reader.fixed32();
        reader.pos -= 8;
        value = reader.double();
      } else if (tag === SAMPLE_TIME) timestampMs = Number(reader.int64());
      else reader.skipField(tag);
    }
    reader.finish(end);
    this.#samples++;
    // JavaScript sees every NaN as the same number: a marker is only seen in the bytes.
    if (low === STALE_LOW && high === STALE_HIGH) this.#sink.stale(timestampMs);
    else this.#sink.sample(timestampMs, value);
  }

  #readHistogram(end: number): void {
    const { timestampMs, histogram } = readRemoteHistogram(this.#reader, end);
    this.#samples++;
    this.#histograms++;
    if (histogram === undefined) this.#sink.stale(timestampMs);
    else this.#sink.histogram(timestampMs, histogram);
  }

  #readExemplar(end: number): void {
    const reader = this.#reader;
    const labels: (readonly [string, string])[] = [];
    let value = 0;
    let timestampMs = 0;
    while (reader.pos < end) {
      const tag = reader.small();
      if (tag === LABEL) labels.push(readLabel(reader, reader.messageEnd(end)));
      else if (tag === EXEMPLAR_VALUE) value = reader.double();
      else if (tag === EXEMPLAR_TIME) timestampMs = Number(reader.int64());
      else reader.skipField(tag);
    }
    reader.finish(end);
    this.#exemplars++;
    this.#sink.exemplar({ labels, value, timestampMs });
  }

  readMetadata(end: number): void {
    const reader = this.#reader;
    let type = 0;
    let name = '';
    let help = '';
    let unit = '';
    while (reader.pos < end) {
      const tag = reader.small();
      if (tag === METADATA_TYPE) type = reader.int32();
      else if (tag === SECOND_TEXT) name = reader.string();
      else if (tag === METADATA_HELP) help = reader.string();
      else if (tag === METADATA_UNIT) unit = reader.string();
      else reader.skipField(tag);
    }
    reader.finish(end);
    this.#sink.metadata(name, { type: TYPES[type] ?? 'unknown', help, unit });
  }

  #reject(problem: RecordProblem, samples: number): void {
    const fault = this.#faults.get(problem);
    if (fault === undefined) this.#faults.set(problem, { samples, series: this.#series });
    else fault.samples += samples;
  }
}

function readLabel(reader: MessageReader, end: number): readonly [name: string, value: string] {
  let name = '';
  let value = '';
  while (reader.pos < end) {
    const tag = reader.small();
    if (tag === FIRST_TEXT) name = reader.string();
    else if (tag === SECOND_TEXT) value = reader.string();
    else reader.skipField(tag);
  }
  reader.finish(end);
  return [name, value];
}
