import type { Attributes, Context, Span } from '@opentelemetry/api';
import { errorType } from '../../outcome/outcome.ts';
import type { OpenTelemetry } from '../packages/open-telemetry.ts';
import { errorMessage, exceptionAttributes } from './exception-attributes.ts';
import { STATUS_ERROR } from './otel-numbers.ts';
import type { SpanAttributes } from './trace-span.ts';
import type { WorkSpan } from './work-span.ts';

/** A span of OpenTelemetry's API, as the code of the SDK uses it, and as tasks are given it. */
export class OpenSpan implements WorkSpan {
  readonly #span: Span;
  /** The one in which the span is active. */
  readonly #context: Context;
  readonly #api: OpenTelemetry['api'];

  constructor(api: OpenTelemetry['api'], span: Span, around: Context) {
    this.#api = api;
    this.#span = span;
    this.#context = api.trace.setSpan(around, span);
  }

  get traceId(): string {
    return this.#span.spanContext().traceId;
  }

  get spanId(): string {
    return this.#span.spanContext().spanId;
  }

  get isRecording(): boolean {
    return this.#span.isRecording();
  }

  set(attributes: SpanAttributes): this {
    this.#span.setAttributes(otelAttributes(attributes));
    return this;
  }

  event(name: string, attributes?: SpanAttributes): this {
    this.#span.addEvent(name, attributes && otelAttributes(attributes));
    return this;
  }

  fail(error: unknown): this {
    this.#span.addEvent('exception', exceptionAttributes(error));
    this.#span.setAttribute('error.type', errorType(error));
    const message = errorMessage(error);
    this.#span.setStatus({ code: STATUS_ERROR, ...(message !== '' && { message }) });
    return this;
  }

  rename(name: string): this {
    if (typeof name === 'string') this.#span.updateName(name);
    return this;
  }

  failBy(errorType: string): this {
    this.#span.setAttribute('error.type', errorType);
    this.#span.setStatus({ code: STATUS_ERROR });
    return this;
  }

  run<Result>(task: () => Result): Result {
    return this.#api.context.with(this.#context, task);
  }

  end(): void {
    this.#span.end();
  }
}

/** Attributes as OpenTelemetry's API takes them. Those that cannot be read are left out. */
export function otelAttributes(attributes: SpanAttributes): Attributes {
  const given: Attributes = {};
  for (const name of Object.keys(attributes)) {
    try {
      const value = attributes[name];
      // The API's types do not know of lists that stay as they are.
      if (value !== undefined) given[name] = typeof value === 'object' ? [...value] : value;
    } catch {}
  }
  return given;
}
