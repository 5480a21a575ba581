import type { TextMapGetter, TextMapSetter } from '@opentelemetry/api';

/** Headers of a request or message: an object, a `Map`, or `Headers`. Values may be bytes, as those of Kafka are. */
export type Carrier = object;

/** A value is read no further than this; nothing that is meant for us is as long. */
const MAX_CHARACTERS = 8192;
/** Of several values of a name, so many are read. */
const MAX_VALUES = 16;

/** Reads headers of any kind; what cannot be read is not there. */
export const CARRIER_GETTER: TextMapGetter<Carrier> = {
  get: (carrier, name) => {
    try {
      return textOf(valueOf(carrier, name));
    } catch {
      return undefined;
    }
  },
  keys: () => [],
};

/** Writes headers of any kind. */
export const CARRIER_SETTER: TextMapSetter<Carrier> = {
  set: (carrier, name, value) => {
    if (hasSetter(carrier)) carrier.set(name, value);
    else Reflect.set(carrier, name, value);
  },
};

interface Settable {
  set(name: string, value: string): void;
}

function hasSetter(carrier: object): carrier is Settable {
  return carrier instanceof Map || isHeaders(carrier);
}

function isHeaders(carrier: object): carrier is Headers {
  // Not `Headers` itself: to look at it loads the client behind `fetch`.
  return Object.prototype.toString.call(carrier) === '[object Headers]';
}

function valueOf(carrier: object, name: string): unknown {
  if (carrier instanceof Map || isHeaders(carrier)) return carrier.get(name);
  return Object.hasOwn(carrier, name) ? Reflect.get(carrier, name) : undefined;
}

function textOf(value: unknown): string | string[] | undefined {
  if (typeof value === 'string') return value.length <= MAX_CHARACTERS ? value : undefined;
  if (value instanceof Uint8Array) {
    return value.length <= MAX_CHARACTERS ? Buffer.from(value).toString('utf8') : undefined;
  }
  if (!Array.isArray(value)) return undefined;
  const texts = value.slice(0, MAX_VALUES).flatMap((item) => textOf(item) ?? []);
  return texts.length > 0 ? texts : undefined;
}
