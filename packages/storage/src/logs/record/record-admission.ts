import type { AttributeValue, Attributes, LogRecord } from '@telltale/model';
import type { KeptRecord } from './kept-record.ts';
import { soundAttributes } from './sound-attributes.ts';
import type { SoundAttributes } from './sound-attributes.ts';

const HOUR_MS = 3_600_000;
/** A record that claims to come from further ahead than this has a wrong clock. */
const MAX_AHEAD_MS = HOUR_MS;
/** In characters; some ten times the longest stack traces. */
const MAX_MESSAGE_LENGTH = 256 * 1024;
/** Of the names of services and loggers, and of severities in words. */
const MAX_NAME_LENGTH = 1024;
const MAX_SEVERITY = 24;
const UNKNOWN_SERVICE = 'unknown_service';

/** Marks a record of which something was left out; names what. */
const TRUNCATED_ATTRIBUTE = 'telltale.truncated';
/** The time that a record claimed, in milliseconds, where the time of its arrival took its place. */
const CLAIMED_TIME_ATTRIBUTE = 'telltale.claimed_time_ms';
/** Ids that are none stay in attributes of these names. */
const INVALID_TRACE_ID_ATTRIBUTE = 'telltale.invalid_trace_id';
const INVALID_SPAN_ID_ATTRIBUTE = 'telltale.invalid_span_id';

const TRACE_ID = /^[0-9a-f]{32}$/;
const SPAN_ID = /^[0-9a-f]{16}$/;

/**
 * Makes any record one that can be kept, of a bounded size; what is cut or replaced is told by attributes of its own.
 * Times that are none, or far ahead of the clock, become the time of arrival.
 */
export class RecordAdmission {
  /** Records of one program share their resource. */
  readonly #resources = new WeakMap<Attributes, SoundAttributes>();

  admit(record: LogRecord, nowMs: number, sequence: number): KeptRecord {
    const { timeMs, severity, severityText, service, logger } = record;
    const { attributes, isCut } = soundAttributes(record.attributes);
    const resource = this.#resourceOf(record.resource);
    const message = soundMessage(record.message);
    const claims = new Claims();
    const truncated = [
      ...(message.length < record.message.length ? ['message'] : []),
      ...(isCut ? ['attributes'] : []),
      ...(resource.isCut ? ['resource'] : []),
    ];
    if (truncated.length > 0) claims.add(TRUNCATED_ATTRIBUTE, truncated.join(', '));
    const traceId = claims.idOf(record.traceId, TRACE_ID, INVALID_TRACE_ID_ATTRIBUTE);
    const spanId = claims.idOf(record.spanId, SPAN_ID, INVALID_SPAN_ID_ATTRIBUTE);
    const timeUs = Math.round(claims.timeOf(timeMs, nowMs) * 1000);
    return {
      timeUs,
      sequence,
      timeMs: timeUs / 1000,
      severity: severity >= 0 && severity < MAX_SEVERITY + 1 ? Math.floor(severity) : 0,
      severityText: shortName(severityText),
      service: shortName(service) ?? UNKNOWN_SERVICE,
      logger: shortName(logger),
      message,
      traceId,
      spanId,
      attributes: claims.addTo(attributes),
      resource: resource.attributes,
    };
  }

  #resourceOf(resource: Attributes): SoundAttributes {
    let sound = this.#resources.get(resource);
    if (sound === undefined) {
      sound = soundAttributes(resource);
      this.#resources.set(resource, sound);
    }
    return sound;
  }
}

/** What the record said that could not be kept where it belongs. */
class Claims {
  #added: [string, AttributeValue][] | undefined;

  add(name: string, value: AttributeValue): void {
    this.#added ??= [];
    this.#added.push([name, value]);
  }

  idOf(id: string | undefined, valid: RegExp, attribute: string): string | undefined {
    if (id === undefined || id === '') return undefined;
    if (valid.test(id)) return id;
    const lower = id.toLowerCase();
    if (valid.test(lower)) return lower;
    this.add(attribute, id.slice(0, MAX_NAME_LENGTH));
    return undefined;
  }

  timeOf(timeMs: number, nowMs: number): number {
    // Zero is OpenTelemetry's way of saying that nobody knows.
    if (!(timeMs > 0)) return nowMs;
    if (timeMs <= nowMs + MAX_AHEAD_MS) return timeMs;
    this.add(CLAIMED_TIME_ATTRIBUTE, Number.isFinite(timeMs) ? timeMs : String(timeMs));
    return nowMs;
  }

  addTo(attributes: Attributes): Attributes {
    if (this.#added === undefined) return attributes;
    const all: Record<string, AttributeValue> = Object.assign(Object.create(null), attributes);
    for (const [name, value] of this.#added) all[name] = value;
    return all;
  }
}

/** Half of a pair of surrogates cannot be stored; it becomes U+FFFD. */
function soundMessage(message: string): string {
  const cut = message.length <= MAX_MESSAGE_LENGTH ? message : message.slice(0, MAX_MESSAGE_LENGTH);
  return cut.isWellFormed() ? cut : cut.toWellFormed();
}

function shortName(name: string | undefined): string | undefined {
  if (name === undefined || name === '') return undefined;
  const short = name.length <= MAX_NAME_LENGTH ? name : name.slice(0, MAX_NAME_LENGTH);
  return short.isWellFormed() ? short : short.toWellFormed();
}
