import { TelltaleError } from '../../../errors/telltale-error.ts';
import { lengthField, varintField } from '../field-tags.ts';
import { MessageReader } from '../message-reader.ts';
import type { OtlpFault } from '../otlp-content.ts';
import type { OtlpLimits, SignalPath } from '../parse-report.ts';
import { ParseReport } from '../parse-report.ts';
import { attributeTable, readAttribute } from '../read-attributes.ts';
import type { AttributeTable } from '../read-attributes.ts';
import { BytePart, OversizePartError } from './byte-part.ts';
import type {
  OtlpMetricDescription,
  OtlpMetricKind,
  OtlpMetricSink,
  OtlpScope,
  OtlpTemporality,
} from './metric-sink.ts';
import { PointDraft } from './point-draft.ts';
import { PointReader } from './read-point.ts';

/** Names of the lists in a request with metrics. */
export const METRICS_PATH: SignalPath = {
  resources: 'resourceMetrics',
  scopes: 'scopeMetrics',
  records: 'metrics',
};

/** What became of a request that was read. */
export interface OtlpMetricsOutcome {
  /** Data points that were left out. */
  readonly rejected: number;
  readonly faults: readonly OtlpFault[];
}

/** Metrics of one request; their bytes are bounded, too. */
export const MAX_METRICS = 1_000_000;

/* Fields of opentelemetry/proto/metrics/v1/metrics.proto. */
const FIRST = lengthField(1);
const SECOND = lengthField(2);
const SCHEMA_URL = lengthField(3);
const NAME = lengthField(1);
const DESCRIPTION = lengthField(2);
const UNIT = lengthField(3);
const DATA: ReadonlyMap<number, OtlpMetricKind> = new Map([
  [lengthField(5), 'gauge'],
  [lengthField(7), 'sum'],
  [lengthField(9), 'histogram'],
  [lengthField(10), 'exponentialHistogram'],
  [lengthField(11), 'summary'],
]);
const TEMPORALITY = varintField(2);
const IS_MONOTONIC = varintField(3);

/** By their number in the protocol. */
export const TEMPORALITIES: readonly OtlpTemporality[] = ['unspecified', 'delta', 'cumulative'];

/**
 * Reads an `ExportMetricsServiceRequest` in protobuf, part by part. A point that cannot be read is left out, the others
 * are not harmed. Memory and time are in proportion to the bytes.
 *
 * @throws TelltaleError `TT_OTLP` with the position where the request itself is cut or no such message
 */
export function readOtlpMetrics(
  bytes: Uint8Array,
  sink: OtlpMetricSink,
  limits: OtlpLimits = {},
): OtlpMetricsOutcome {
  const reader = new MessageReader(bytes);
  const report = new ParseReport(METRICS_PATH, { maxRecords: MAX_METRICS, ...limits });
  try {
    new MetricsReading(reader, sink, report).readRequest();
  } catch (error) {
    const problem = error instanceof Error ? error.message : String(error);
    throw new TelltaleError('TT_OTLP', `request at byte ${Math.min(reader.pos, reader.len)}: ${problem}`);
  }
  return { rejected: report.rejected, faults: report.faults() };
}

/** The reading of one request. */
class MetricsReading {
  readonly #reader: MessageReader;
  readonly #sink: OtlpMetricSink;
  readonly #report: ParseReport;
  readonly #resource: BytePart<AttributeTable>;
  readonly #scope: BytePart<OtlpScope>;
  readonly #description: BytePart<OtlpMetricDescription>;
  readonly #points: PointReader;
  readonly #draft = new PointDraft();

  constructor(reader: MessageReader, sink: OtlpMetricSink, report: ParseReport) {
    this.#reader = reader;
    this.#sink = sink;
    this.#report = report;
    this.#points = new PointReader(reader, report);
    this.#resource = resourcePart(reader, report);
    this.#scope = scopePart(reader, report);
    this.#description = descriptionPart(reader);
  }

  readRequest(): void {
    const reader = this.#reader;
    reader.eachField(reader.len, FIRST, () => this.#readResource(reader.messageEnd(reader.len)));
  }

  /** A resource may stand behind its scopes on the wire: it is looked for first. The same holds for scopes. */
  #readResource(end: number): void {
    const reader = this.#reader;
    const start = reader.pos;
    this.#report.startResource();
    this.#resource.clear();
    reader.eachField(end, FIRST, () => {
      const resourceEnd = reader.messageEnd(end);
      this.#resource.add(reader.pos, resourceEnd);
      reader.pos = resourceEnd;
    });
    this.#sink.resource(this.#resource);
    reader.pos = start;
    reader.eachField(end, SECOND, () => this.#readScope(reader.messageEnd(end)));
  }

  #readScope(end: number): void {
    const reader = this.#reader;
    const start = reader.pos;
    this.#report.startScope();
    this.#scope.clear();
    while (reader.pos < end) {
      const fieldStart = reader.pos;
      const tag = reader.small();
      reader.skipField(tag);
      if (tag === FIRST || tag === SCHEMA_URL) this.#scope.add(fieldStart, reader.pos);
    }
    reader.finish(end);
    this.#sink.scope(this.#scope);
    reader.pos = start;
    reader.eachField(end, SECOND, () => {
      const metricEnd = reader.messageEnd(end);
      if (this.#report.startRecord()) {
        try {
          this.#readMetric(metricEnd);
        } catch (error) {
          this.#rejectUnreadable(error);
        }
      }
      reader.pos = metricEnd;
    });
  }

  #readMetric(end: number): void {
    const reader = this.#reader;
    const description = this.#description;
    description.clear();
    let data = 0;
    let kind: OtlpMetricKind | undefined;
    while (reader.pos < end) {
      const start = reader.pos;
      const tag = reader.small();
      const found = DATA.get(tag);
      if (found !== undefined) {
        kind = found;
        data = reader.pos;
      }
      reader.skipField(tag);
      if (tag === NAME || tag === DESCRIPTION || tag === UNIT) description.add(start, reader.pos);
    }
    reader.finish(end);
    if (kind === undefined) return;
    reader.pos = data;
    this.#readData(kind, reader.messageEnd(end));
  }

  /** What sums and histograms say of themselves stands behind their points. */
  #readData(kind: OtlpMetricKind, end: number): void {
    const reader = this.#reader;
    const start = reader.pos;
    let temporality = 0;
    let isMonotonic = false;
    while (reader.pos < end) {
      const tag = reader.small();
      if (tag === TEMPORALITY) temporality = reader.int32();
      else if (tag === IS_MONOTONIC) isMonotonic = reader.bool();
      else reader.skipField(tag);
    }
    reader.finish(end);
    this.#sink.metric({
      description: this.#description,
      kind,
      temporality: TEMPORALITIES[temporality] ?? 'unspecified',
      isMonotonic,
    });
    reader.pos = start;
    this.#readPoints(kind, end);
  }

  /** A point that cannot be read is left out; those around it are not harmed. */
  #readPoints(kind: OtlpMetricKind, end: number): void {
    const reader = this.#reader;
    while (reader.pos < end) {
      const tag = reader.small();
      if (tag !== FIRST) {
        reader.skipField(tag);
        continue;
      }
      const pointEnd = reader.messageEnd(end);
      this.#report.startPoint();
      try {
        this.#points.read(kind, pointEnd, this.#draft);
        const problem = this.#sink.point(this.#draft);
        if (problem !== undefined) this.#report.reject(problem);
      } catch (error) {
        this.#rejectUnreadable(error);
      }
      reader.pos = pointEnd;
    }
    reader.finish(end);
  }

  /** What the sink throws is no fault of what is read. */
  #rejectUnreadable(error: unknown): void {
    if (error instanceof TelltaleError) throw error;
    this.#report.reject(error instanceof OversizePartError ? 'too_long' : 'malformed');
  }
}

function resourcePart(reader: MessageReader, report: ParseReport): BytePart<AttributeTable> {
  let table = attributeTable();
  return new BytePart(
    reader,
    (end) => reader.eachField(end, FIRST, () => readAttribute(reader, end, table, report)),
    () => {
      const read = table;
      table = attributeTable();
      return read;
    },
  );
}

/** The fields of the scope's message, and the address of its schema beside it. */
function scopePart(reader: MessageReader, report: ParseReport): BytePart<OtlpScope> {
  let scope = emptyScope();
  return new BytePart(
    reader,
    (end) => {
      while (reader.pos < end) {
        const tag = reader.small();
        if (tag === SCHEMA_URL) scope.schemaUrl = reader.string();
        else readScopeMessage(reader, reader.messageEnd(end), scope, report);
      }
    },
    () => {
      const read = scope;
      scope = emptyScope();
      return read;
    },
  );
}

type ScopeDraft = { -readonly [Name in keyof OtlpScope]: OtlpScope[Name] };

function emptyScope(): ScopeDraft {
  return { name: '', version: '', schemaUrl: '', attributes: attributeTable() };
}

function readScopeMessage(reader: MessageReader, end: number, scope: ScopeDraft, report: ParseReport): void {
  while (reader.pos < end) {
    const tag = reader.small();
    if (tag === FIRST) scope.name = reader.string();
    else if (tag === SECOND) scope.version = reader.string();
    else if (tag === SCOPE_ATTRIBUTES) readAttribute(reader, end, scope.attributes, report);
    else reader.skipField(tag);
  }
  reader.finish(end);
}

const SCOPE_ATTRIBUTES = lengthField(3);

function descriptionPart(reader: MessageReader): BytePart<OtlpMetricDescription> {
  let texts = ['', '', ''];
  return new BytePart(
    reader,
    (end) => {
      while (reader.pos < end) {
        const field = reader.uint32() >>> 3;
        texts[field - 1] = reader.string();
      }
    },
    () => {
      const [name, description, unit] = texts;
      texts = ['', '', ''];
      return { name, description, unit };
    },
  );
}
