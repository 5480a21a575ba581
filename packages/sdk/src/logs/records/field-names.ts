import { cutText, MAX_NAME_CHARACTERS } from './text-limits.ts';
import { SensitiveNames } from './sensitive-names.ts';

/** What a record says of itself, which a field of the same name must not say again; and names made for such. */
const RESERVED = /^(?:field\.)*(?:timestamp|level|logger|message|service)$/;
/** What says where a record belongs: a field of the same name that fits comes first. */
const CORRELATING: ReadonlySet<string> = new Set(['trace_id', 'span_id', 'request_id']);

/** What is known of the name of a field. */
export interface FieldName {
  /** The name it is logged by. */
  readonly name: string;
  /** The beginning of the field in JSON, with the comma: `,"orderId":`. */
  readonly json: string;
  /** Whether its value is never shown. */
  readonly isSensitive: boolean;
  /** Whether the name stands for nothing but itself: it cannot meet another one under the same name. */
  readonly isPlain: boolean;
}

/** Names are written in the program, so that there are few; who makes them from data pays for it each time. */
const MAX_KNOWN = 2000;

/** The names of fields, each looked at once. */
export class FieldNames {
  readonly sensitive: SensitiveNames;
  readonly #known = new Map<string, FieldName>();

  constructor(redact?: readonly string[], allowSensitive?: readonly string[]) {
    this.sensitive = new SensitiveNames(redact, allowSensitive);
  }

  /** What is known of a name. */
  of(given: string): FieldName {
    return this.#known.get(given) ?? this.#lookAt(given);
  }

  #lookAt(given: string): FieldName {
    const short = cutText(given, MAX_NAME_CHARACTERS).toWellFormed();
    const isReserved = RESERVED.test(short);
    const name = isReserved ? `field.${short}` : short;
    const isSpecial = isReserved || CORRELATING.has(given) || given === 'err' || given === 'error';
    const found = {
      name,
      json: `,${JSON.stringify(name)}:`,
      isSensitive: this.sensitive.has(given),
      isPlain: short === given && !isSpecial,
    };
    if (this.#known.size < MAX_KNOWN && given.length <= MAX_NAME_CHARACTERS) this.#known.set(given, found);
    return found;
  }
}
