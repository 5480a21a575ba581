import OpenAI from 'openai';

import { addressOf } from '../../sites.ts';
import { newrelic, t } from './monitoring.ts';

/** Providers that can be asked. */
export const PROVIDERS = ['local', 'distant'] as const;

/** Name of a provider. */
export type Provider = (typeof PROVIDERS)[number];

/** An answer, and who has given it. */
export interface ModelAnswer {
  readonly text: string;
  readonly provider: Provider;
  readonly tokens: number;
}

const MODEL = 'extract-1';
const TIMEOUT_MS = 10_000;

const clients = Object.fromEntries(PROVIDERS.map((name) => [name, clientOf(name)]));

function clientOf(name: Provider): OpenAI {
  const baseURL = `http://${addressOf(name)}/v1`;
  const client = new OpenAI({ baseURL, apiKey: 'none', maxRetries: 0, timeout: TIMEOUT_MS });
  return t.ai.watch(client, { provider: name });
}

/** Asks a provider, and the other one where that fails before it has said anything. */
export async function askModel(
  question: string,
  wanted: Provider,
  onWords?: (words: string) => void,
): Promise<ModelAnswer> {
  let hasBegun = false;
  const tell =
    onWords &&
    ((words: string) => {
      hasBegun = true;
      onWords(words);
    });
  try {
    return await ask(question, wanted, tell);
  } catch (error) {
    if (hasBegun) throw error;
    return ask(question, wanted === 'local' ? 'distant' : 'local', tell);
  }
}

/** The client is watched: metrics and the span `ai-request` come by themselves, the rest was written for New Relic. */
async function ask(
  question: string,
  provider: Provider,
  onWords?: (words: string) => void,
): Promise<ModelAnswer> {
  const startMs = performance.now();
  const said = onWords ? await streamed(question, provider, onWords) : await whole(question, provider);
  const duration = (performance.now() - startMs) / 1000;
  newrelic.recordMetric('Custom/AI/Requests', 1);
  newrelic.recordMetric('Custom/AI/TokensUsed', said.tokens);
  newrelic.recordCustomEvent('AIRequest', { model: MODEL, tokens: said.tokens, duration });
  return { ...said, provider };
}

type Said = Pick<ModelAnswer, 'text' | 'tokens'>;

async function whole(content: string, provider: Provider): Promise<Said> {
  const { choices, usage } = await clients[provider].chat.completions.create({
    model: MODEL,
    messages: [{ role: 'user', content }],
  });
  return { text: choices[0].message.content ?? '', tokens: usage?.total_tokens ?? 0 };
}

async function streamed(
  content: string,
  provider: Provider,
  onWords: (words: string) => void,
): Promise<Said> {
  const stream = await clients[provider].chat.completions.create({
    model: MODEL,
    messages: [{ role: 'user', content }],
    stream: true,
    stream_options: { include_usage: true },
  });
  let text = '';
  let tokens = 0;
  for await (const { choices, usage } of stream) {
    const words = choices[0]?.delta.content ?? '';
    if (words !== '') onWords(words);
    text += words;
    tokens = usage?.total_tokens ?? tokens;
  }
  return { text, tokens };
}
