import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import type { LightSpan } from '../sampling/light-span.ts';
import type { SpanOrigin } from './to-span.ts';
import { attributesOf } from './to-span.ts';

const SERVICE_NAME = 'service.name';
const UNKNOWN_SERVICE = 'unknown_service';

/** Reads which program a span comes from, once for all that share a resource. */
export class OriginReader {
  readonly #own: SpanOrigin;
  readonly #known = new WeakMap<object, SpanOrigin>();

  /** Spans that do not say it come from a program with these attributes. */
  constructor(own: Readonly<Record<string, string | number>>) {
    this.#own = originOf(own);
  }

  of(span: ReadableSpan | LightSpan): SpanOrigin {
    if (!('resource' in span)) return this.#own;
    const { resource } = span;
    const known = this.#known.get(resource);
    if (known) return known;
    const origin = originOf(resource.attributes);
    // Attributes that are still being found out would be remembered without them.
    if (!resource.asyncAttributesPending) this.#known.set(resource, origin);
    return origin;
  }
}

function originOf(attributes: Parameters<typeof attributesOf>[0]): SpanOrigin {
  const { [SERVICE_NAME]: name, ...rest } = attributes;
  const service = typeof name === 'string' && name !== '' ? name : UNKNOWN_SERVICE;
  return { service, resource: attributesOf(rest) };
}
