import type { TokenPrices } from '@telltale/definition';
import type { WorkSpan } from '../../traces/spans/work-span.ts';
import type { Tracing } from '../../traces/tracing.ts';
import type { KitBinding } from '../kit-binding.ts';
import type { RoleCounter, RoleHistogram } from '../role-instruments.ts';
import { fieldOf, textOf } from './field-of.ts';
import type { TokenUsage } from './token-usage.ts';
import { UsageReader } from './token-usage.ts';

/** How a request to a model ended. */
export type AiStatus = 'success' | 'failure' | 'cancelled';

/** Whom a request goes to. */
export interface AiTarget {
  /** For example `openai`. */
  readonly provider: string;
  readonly model: string;
  /** What is asked for, as OpenTelemetry names it: `chat` by default, `embeddings`, `text_completion`. */
  readonly operation?: string;
}

/** A request to a model that has ended. */
export interface AiRequest extends AiTarget {
  readonly status: AiStatus;
  readonly seconds?: number;
  readonly secondsToFirstToken?: number;
  readonly usage?: TokenUsage;
}

/** Records requests to models into the instruments of the AI kit. */
export class AiInstruments {
  readonly #requests: RoleCounter;
  readonly #duration: RoleHistogram;
  readonly #tokens: RoleCounter;
  readonly #cost: RoleCounter;
  readonly #firstToken: RoleHistogram;
  readonly #prices: ReadonlyMap<string, TokenPrices>;
  readonly #tracing: Tracing;

  constructor(binding: KitBinding, prices: ReadonlyMap<string, TokenPrices>, tracing: Tracing) {
    this.#tracing = tracing;
    this.#requests = binding.counter('requests');
    this.#duration = binding.histogram('duration');
    this.#tokens = binding.counter('tokens');
    this.#cost = binding.counter('cost');
    this.#firstToken = binding.histogram('firstToken');
    this.#prices = prices;
  }

  /** Begins the span of a request; nothing where there are no spans. What is said to models is not in it. */
  beginSpan({ provider, model, operation = 'chat' }: AiTarget): WorkSpan | undefined {
    return this.#tracing.begin('ai-request', {
      kind: 'client',
      attributes: {
        'ai.provider': provider,
        'ai.model': model,
        'gen_ai.operation.name': operation,
        'gen_ai.provider.name': provider,
        'gen_ai.request.model': model,
      },
    });
  }

  record({ provider, model, status, seconds, secondsToFirstToken, usage = {} }: AiRequest): void {
    const target = { provider, model };
    this.#requests.inc({ ...target, status });
    if (seconds !== undefined) this.#duration.observe(target, seconds);
    if (secondsToFirstToken !== undefined) this.#firstToken.observe(target, secondsToFirstToken);
    for (const [type, tokens] of Object.entries(usage)) {
      this.#tokens.inc({ ...target, token_type: type }, tokens);
    }
    const cost = this.#costOf(model, usage);
    if (cost !== undefined) this.#cost.inc(target, cost);
  }

  #costOf(model: string, { input, output, cached = 0 }: TokenUsage): number | undefined {
    const prices = this.#prices.get(model);
    if (!prices || (input === undefined && output === undefined)) return undefined;
    const uncached = Math.max(0, (input ?? 0) - cached);
    const million = uncached * prices.input + cached * (prices.cached ?? prices.input);
    return (million + (output ?? 0) * prices.output) / 1e6;
  }
}

/** A request to a model that is under way; the first call that ends it counts. */
export class AiCall {
  readonly #instruments: AiInstruments;
  readonly #target: AiTarget;
  readonly #span: WorkSpan | undefined;
  readonly #startMs = performance.now();
  readonly #usage = new UsageReader();
  #firstTokenMs: number | undefined;
  #isComplete = false;
  #isOver = false;

  constructor(instruments: AiInstruments, target: AiTarget) {
    this.#instruments = instruments;
    this.#target = target;
    this.#span = instruments.beginSpan(target);
  }

  /** Runs what asks the model as part of the request. */
  run<Result>(ask: () => Result): Result {
    return this.#span ? this.#span.run(ask) : ask();
  }

  /** A part of a streamed answer arrived. */
  part(part: unknown): void {
    if (this.#firstTokenMs === undefined && hasToken(part)) this.#firstTokenMs = performance.now();
    this.#usage.read(part);
    this.#isComplete ||= isLast(part);
  }

  /** The whole answer arrived. */
  answer(answer: unknown): void {
    this.#usage.read(answer);
    this.#end('success');
  }

  /** The stream ended, or nobody reads on: a complete answer is a success then as well. */
  close(isAborted: boolean): void {
    this.#end(isAborted && !this.#isComplete ? 'cancelled' : 'success');
  }

  /** The request or its stream failed, or was given up. */
  fail(error: unknown): void {
    const isGivenUp = isAbort(error);
    if (!isGivenUp && !this.#isOver) this.#span?.fail(error);
    this.#end(isGivenUp ? 'cancelled' : 'failure');
  }

  #end(status: AiStatus): void {
    if (this.#isOver) return;
    this.#isOver = true;
    const sinceStart = (ms: number) => (ms - this.#startMs) / 1000;
    const request = {
      ...this.#target,
      status,
      seconds: sinceStart(performance.now()),
      ...(this.#firstTokenMs !== undefined && { secondsToFirstToken: sinceStart(this.#firstTokenMs) }),
      usage: this.#usage.usage,
    };
    this.run(() => this.#instruments.record(request));
    this.#endSpan(request);
  }

  #endSpan({ status, secondsToFirstToken, usage = {} }: AiRequest): void {
    this.#span?.set({
      'ai.status': status,
      'gen_ai.usage.input_tokens': usage.input,
      'gen_ai.usage.output_tokens': usage.output,
      'gen_ai.usage.cache_read.input_tokens': usage.cached,
      'gen_ai.response.time_to_first_chunk': secondsToFirstToken,
    });
    this.#span?.end();
  }
}

/** Whether a part of a stream bears a token: text, reasoning, or input of a tool. */
function hasToken(part: unknown): boolean {
  const type = textOf(part, 'type');
  if (type !== undefined) {
    return type === 'tool-call' || (/[._-]delta$/.test(type) && type !== 'message_delta');
  }
  const delta = fieldOf(part, 'choices', 0, 'delta');
  if (typeof delta !== 'object' || delta === null) return textOf(part, 'choices', 0, 'text') !== undefined;
  return Object.entries(delta).some(
    ([name, value]) => name !== 'role' && value !== null && value !== undefined && value !== '',
  );
}

const LAST_PARTS: ReadonlySet<string> = new Set(['message_stop', 'response.completed', 'finish']);

/** Whether the model has said all, even if the stream goes on. */
function isLast(part: unknown): boolean {
  const type = textOf(part, 'type');
  if (type !== undefined) return LAST_PARTS.has(type);
  return textOf(part, 'choices', 0, 'finish_reason') !== undefined;
}

function isAbort(error: unknown): boolean {
  const names = [textOf(error, 'name'), textOf(error, 'constructor', 'name')];
  return names.some((name) => name === 'AbortError' || name === 'APIUserAbortError');
}
