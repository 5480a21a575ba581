import { fieldOf, numberOf } from './field-of.ts';

/** Tokens of a request; absent where the provider did not tell. */
export interface TokenUsage {
  /** Tokens sent, those that were cached included. */
  readonly input?: number;
  /** Tokens received. */
  readonly output?: number;
  /** Of the tokens sent, those that the provider had cached. */
  readonly cached?: number;
}

/** Where answers and parts of streams have their usage: at the top, in the message, in the response. */
const PLACES: readonly (readonly string[])[] = [['usage'], ['message', 'usage'], ['response', 'usage']];

/**
 * The tokens of an answer, or of the parts of a streamed one, as OpenAI, Anthropic and the AI SDK tell them.
 * Parts add to and correct each other: their numbers are totals so far.
 */
export class UsageReader {
  readonly #told = new Map<string, unknown>();

  /** Reads an answer, or a part of a stream. */
  read(answer: unknown): void {
    for (const place of PLACES) {
      const usage = fieldOf(answer, ...place);
      if (typeof usage !== 'object' || usage === null) continue;
      for (const [name, value] of Object.entries(usage)) {
        if (value !== null && value !== undefined) this.#told.set(name, value);
      }
    }
  }

  /** What is known so far. */
  get usage(): TokenUsage {
    const told = Object.fromEntries(this.#told);
    return 'inputTokens' in told || 'outputTokens' in told ? aiSdkUsage(told) : providerUsage(told);
  }
}

/** Version 2 of the AI SDK's models gives numbers, later ones objects. */
function aiSdkUsage(told: object): TokenUsage {
  return known({
    input: numberOf(told, 'inputTokens', 'total') ?? numberOf(told, 'inputTokens'),
    output: numberOf(told, 'outputTokens', 'total') ?? numberOf(told, 'outputTokens'),
    cached: numberOf(told, 'inputTokens', 'cacheRead') ?? numberOf(told, 'cachedInputTokens'),
  });
}

function providerUsage(told: object): TokenUsage {
  const cacheRead = numberOf(told, 'cache_read_input_tokens');
  const cacheWrite = numberOf(told, 'cache_creation_input_tokens');
  const input = numberOf(told, 'input_tokens') ?? numberOf(told, 'prompt_tokens');
  return known({
    // Anthropic tells what it read from and wrote to its cache beside the other tokens, OpenAI among them.
    input: input === undefined ? undefined : input + (cacheRead ?? 0) + (cacheWrite ?? 0),
    output: numberOf(told, 'output_tokens') ?? numberOf(told, 'completion_tokens'),
    cached:
      cacheRead ??
      numberOf(told, 'input_tokens_details', 'cached_tokens') ??
      numberOf(told, 'prompt_tokens_details', 'cached_tokens'),
  });
}

function known(usage: { readonly [Type in keyof TokenUsage]: number | undefined }): TokenUsage {
  return Object.fromEntries(Object.entries(usage).filter(([, tokens]) => tokens !== undefined));
}
