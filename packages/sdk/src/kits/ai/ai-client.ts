import type { AiTarget } from './ai-call.ts';
import { AiCall } from './ai-call.ts';
import type { AiInstruments } from './ai-call.ts';
import { isStream, watchStream } from './ai-stream.ts';
import { fieldOf, textOf } from './field-of.ts';

interface ClientMethod {
  readonly path: readonly string[];
  readonly method: string;
  readonly provider: string;
  readonly operation?: string;
}

/** Where clients have methods that ask a model, and whose client has it there. */
const METHODS: readonly ClientMethod[] = [
  { path: ['chat', 'completions'], method: 'create', provider: 'openai' },
  { path: ['responses'], method: 'create', provider: 'openai' },
  { path: ['completions'], method: 'create', provider: 'openai', operation: 'text_completion' },
  { path: ['embeddings'], method: 'create', provider: 'openai', operation: 'embeddings' },
  { path: ['messages'], method: 'create', provider: 'anthropic' },
  { path: ['beta', 'messages'], method: 'create', provider: 'anthropic' },
];

type AnyFunction = (...args: readonly unknown[]) => unknown;

/**
 * Watches the methods of a client shaped as OpenAI's or Anthropic's that ask a model; their helpers call
 * these. Gives `false` where the client has none.
 */
export function watchClient(
  client: object,
  instruments: AiInstruments,
  given: Partial<Pick<AiTarget, 'provider'>>,
): boolean {
  let isKnown = false;
  for (const { path, method, provider, operation } of METHODS) {
    const resource = fieldOf(client, ...path);
    const ask = fieldOf(resource, method);
    if (typeof resource !== 'object' || resource === null || !isFunction(ask)) continue;
    isKnown = true;
    const watched: AnyFunction = (...args) => {
      const model = textOf(args[0], 'model') ?? 'unknown';
      const target = { provider: given.provider ?? provider, model, ...(operation && { operation }) };
      const call = new AiCall(instruments, target);
      return watchAnswer(() => Reflect.apply(ask, resource, args), call);
    };
    Reflect.set(resource, method, watched);
  }
  return isKnown;
}

/** Runs what asks a model. What it gives is handed on, with all the methods that it has. */
export function watchAnswer<Result>(ask: () => Result, call: AiCall): Result {
  let answer: Result;
  try {
    answer = call.run(ask);
  } catch (error) {
    call.fail(error);
    throw error;
  }
  if (isParsing(answer)) {
    watchParsing(answer, call);
    return answer;
  }
  if (answer instanceof Promise) return watchPromise(answer, call) as Result;
  watchValue(answer, call);
  return answer;
}

async function watchPromise<Value>(promise: Promise<Value>, call: AiCall): Promise<Value> {
  try {
    const answer = await promise;
    watchValue(answer, call);
    return answer;
  } catch (error) {
    call.fail(error);
    throw error;
  }
}

function watchValue(answer: unknown, call: AiCall): void {
  if (isStream(answer)) watchStream(answer, call);
  else call.answer(answer);
}

/**
 * The promises of OpenAI's and Anthropic's clients: the answer is parsed when somebody asks for it, by
 * `then`, `withResponse` or a helper that derives another such promise; `asResponse` gives it unread.
 */
interface ParsingPromise extends Promise<unknown> {
  parse: () => Promise<unknown>;
  asResponse: () => Promise<unknown>;
  _thenUnwrap?: (transform: unknown) => unknown;
}

function isParsing(answer: unknown): answer is ParsingPromise {
  return (
    answer instanceof Promise &&
    'parse' in answer &&
    isFunction(answer.parse) &&
    'asResponse' in answer &&
    isFunction(answer.asResponse)
  );
}

/** Nothing is attached before somebody asks: a rejection that nobody handles is still seen. */
function watchParsing(promise: ParsingPromise, call: AiCall): void {
  const { parse, asResponse, _thenUnwrap: derive } = promise;
  let parsed: Promise<unknown> | undefined;
  promise.parse = () => {
    parsed ??= watchPromise(parse.call(promise), call);
    return parsed;
  };
  promise.asResponse = async () => {
    try {
      const response = await asResponse.call(promise);
      // Nobody has asked for the answer itself: how it ends stays unknown.
      if (!parsed) call.close(false);
      return response;
    } catch (error) {
      call.fail(error);
      throw error;
    }
  };
  if (!isFunction(derive)) return;
  promise._thenUnwrap = (transform) => {
    const derived: unknown = derive.call(promise, transform);
    if (isParsing(derived)) watchParsing(derived, call);
    return derived;
  };
}

function isFunction(value: unknown): value is AnyFunction {
  return typeof value === 'function';
}
