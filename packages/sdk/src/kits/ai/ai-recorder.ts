import type { Kit, MonitoringDefinition, TokenPrices } from '@telltale/definition';
import type { Registry } from '../../registry/registry.ts';
import { NO_TRACING } from '../../traces/no-tracing.ts';
import type { Tracing } from '../../traces/tracing.ts';
import { bindKit } from '../kit-binding.ts';
import type { AiRequest, AiTarget } from './ai-call.ts';
import { AiCall, AiInstruments } from './ai-call.ts';
import { watchAnswer, watchClient } from './ai-client.ts';
import type { AiMiddleware } from './ai-language-model.ts';
import { createAiMiddleware, isLanguageModel, watchLanguageModel } from './ai-language-model.ts';
import { fieldOf } from './field-of.ts';

/**
 * Records requests to language models into the metrics of the AI kit, and as spans `ai-request` where there are
 * traces. What is said to them is not looked at.
 */
export interface AiRecorder {
  /**
   * Records all requests of a client shaped as OpenAI's or Anthropic's, or of a model of the AI SDK, streamed
   * answers included. The client itself is changed and returned. `provider` is that of its shape by default.
   */
  watch<Client extends object>(client: Client, options?: { readonly provider?: string }): Client;
  /** Middleware for `wrapLanguageModel` of the AI SDK. */
  middleware(): AiMiddleware;
  /** Runs what asks a model, and reads the tokens of its answer. */
  run<Result>(target: AiTarget, ask: () => Result): Result;
  /** Records a request that has ended. */
  record(request: AiRequest): void;
}

const NO_CLIENT = 'this is no client of OpenAI or Anthropic and no model of the AI SDK';

/** Makes what records requests to models; without the AI kit it only makes them. */
export function createAiRecorder(
  definition: MonitoringDefinition,
  registry: Registry,
  tracing: Tracing = NO_TRACING,
): AiRecorder {
  const binding = bindKit(definition, registry, 'ai');
  const instruments = new AiInstruments(binding, pricesOf(binding.kit), tracing);
  const middleware = createAiMiddleware(instruments);
  const watched = new WeakSet<object>();
  return {
    watch: (client, options = {}) => {
      binding.hook(() => {
        if (watched.has(client)) return;
        watched.add(client);
        if (isLanguageModel(client)) watchLanguageModel(client, middleware);
        else if (!watchClient(client, instruments, options)) throw new TypeError(NO_CLIENT);
      }, undefined);
      return client;
    },
    middleware: () => middleware,
    run: (target, ask) => watchAnswer(ask, new AiCall(instruments, target)),
    record: (request) => binding.hook(() => instruments.record(request), undefined),
  };
}

function pricesOf(kit: Kit | undefined): ReadonlyMap<string, TokenPrices> {
  const prices = fieldOf(kit, 'prices');
  if (typeof prices !== 'object' || prices === null) return new Map();
  // The kit named 'ai' was made by `ai()`, whose prices have this type.
  return new Map(Object.entries(prices as Readonly<Record<string, TokenPrices>>));
}
