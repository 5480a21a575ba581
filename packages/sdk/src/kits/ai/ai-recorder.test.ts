import Anthropic from '@anthropic-ai/sdk';
import { ai, defineMonitoring } from '@telltale/definition';
import { createRegistry } from '../../registry/registry.ts';
import type { Registry } from '../../registry/registry.ts';
import { OpenAI } from 'openai';
import { expect, onTestFinished, test } from 'vitest';
import type { Answer } from '../../../test/support/ai-provider.ts';
import { startAiProvider } from '../../../test/support/ai-provider.ts';
import { itemsOf } from '../../../test/support/async-items.ts';
import { diagnosticsOf, valuesOf } from '../../../test/support/registry-view.ts';
import { createAiRecorder } from './ai-recorder.ts';

const definition = defineMonitoring({
  service: 'assistant',
  kits: [ai({ prices: { chat: { input: 2, output: 10, cached: 1 }, thinker: { input: 3, output: 15 } } })],
});

const CHAT_USAGE = {
  prompt_tokens: 100,
  completion_tokens: 20,
  total_tokens: 120,
  prompt_tokens_details: { cached_tokens: 40 },
};
const completion = {
  id: '1',
  object: 'chat.completion',
  created: 1,
  model: 'chat-2026-01-01',
  choices: [{ index: 0, finish_reason: 'stop', message: { role: 'assistant', content: '{"answer":4}' } }],
  usage: CHAT_USAGE,
};
const chunk = (delta: object, rest: object = {}) => ({
  id: '1',
  object: 'chat.completion.chunk',
  created: 1,
  model: 'chat',
  choices: [{ index: 0, delta, finish_reason: null }],
  ...rest,
});
const chatParts = [
  chunk({ role: 'assistant', content: '' }),
  chunk({ content: 'four' }),
  chunk({}, { choices: [{ index: 0, delta: {}, finish_reason: 'stop' }] }),
  { ...chunk({}), choices: [], usage: CHAT_USAGE },
];
const message = {
  id: 'm',
  type: 'message',
  role: 'assistant',
  model: 'thinker',
  content: [{ type: 'text', text: 'four' }],
  stop_reason: 'end_turn',
  usage: {
    input_tokens: 10,
    output_tokens: 5,
    cache_read_input_tokens: 30,
    cache_creation_input_tokens: 2,
  },
};
const messageParts = [
  {
    type: 'message_start',
    message: { ...message, content: [], stop_reason: null, usage: { ...message.usage, output_tokens: 1 } },
  },
  { type: 'content_block_start', index: 0, content_block: { type: 'text', text: '' } },
  { type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text: 'four' } },
  { type: 'content_block_stop', index: 0 },
  { type: 'message_delta', delta: { stop_reason: 'end_turn' }, usage: { output_tokens: 5 } },
  { type: 'message_stop' },
];
const response = {
  id: 'r',
  object: 'response',
  model: 'reasoner',
  output: [],
  usage: { input_tokens: 7, output_tokens: 3, input_tokens_details: { cached_tokens: 2 } },
};

const ANSWERS: Readonly<Record<string, Answer>> = {
  chat: { json: completion },
  'chat stream': { parts: chatParts, pauseMs: 15 },
  'broken stream': { parts: chatParts.slice(0, 2), breakOff: true },
  thinker: { json: message },
  'thinker stream': { parts: messageParts },
  reasoner: { json: response },
  'reasoner stream': {
    parts: [
      { type: 'response.output_text.delta', delta: 'four', item_id: 'i', output_index: 0, content_index: 0 },
      { type: 'response.completed', response },
    ],
  },
  untold: { json: { ...completion, usage: undefined } },
  overloaded: { status: 500 },
  embedder: { json: { data: [], model: 'embedder', usage: { prompt_tokens: 6, total_tokens: 6 } } },
};

async function setUp() {
  const provider = await startAiProvider(ANSWERS);
  onTestFinished(() => provider.close());
  const registry = createRegistry();
  const recorder = createAiRecorder(definition, registry);
  const options = { apiKey: 'key', maxRetries: 0 };
  const openai = recorder.watch(new OpenAI({ ...options, baseURL: `${provider.url}/v1` }));
  const anthropic = recorder.watch(new Anthropic({ ...options, baseURL: provider.url }));
  return { registry, recorder, provider, openai, anthropic };
}

/** The values of a metric by the texts of its labels. */
function byLabels(registry: Registry, metric: string): Record<string, number> {
  const entries = Object.entries(valuesOf(registry, metric)).filter(([, value]) => value > 0);
  return Object.fromEntries(
    entries.map(([series, value]) => [
      [...series.matchAll(/="([^"]*)"/g)].map(([, text]) => text).join(' '),
      value,
    ]),
  );
}

const question = { messages: [{ role: 'user' as const, content: 'What is a secret?' }] };

test('an answer of OpenAI is counted and timed, with its tokens and their cost', async () => {
  const { registry, openai } = await setUp();
  const answer = await openai.chat.completions.create({ model: 'chat', ...question });
  expect(answer.usage).toEqual(CHAT_USAGE);
  expect(byLabels(registry, 'ai_requests_total')).toEqual({ 'chat openai success': 1 });
  expect(byLabels(registry, 'ai_tokens_used_total')).toEqual({
    'chat openai input': 100,
    'chat openai output': 20,
    'chat openai cached': 40,
  });
  expect(byLabels(registry, 'ai_cost_total')['chat openai']).toBeCloseTo(
    (60 * 2 + 40 * 1 + 20 * 10) / 1e6,
    12,
  );
  const durations = valuesOf(registry, 'ai_request_duration_seconds');
  expect(durations['ai_request_duration_seconds_count{model="chat", provider="openai"}']).toBe(1);
  expect(registry.expose()).not.toContain('secret');
});

test('a stream of OpenAI is recorded when it ends, with its usage and the time to the first token', async () => {
  const { registry, openai } = await setUp();
  const stream = await openai.chat.completions.create({
    model: 'chat stream',
    stream: true,
    stream_options: { include_usage: true },
    ...question,
  });
  const texts: (string | null | undefined)[] = [];
  for await (const part of stream) {
    texts.push(part.choices[0]?.delta.content);
    expect(byLabels(registry, 'ai_requests_total')).toEqual({});
  }
  expect(texts.join('')).toBe('four');
  expect(byLabels(registry, 'ai_requests_total')).toEqual({ 'chat stream openai success': 1 });
  expect(byLabels(registry, 'ai_tokens_used_total')['chat stream openai output']).toBe(20);
  const sum = (metric: string) =>
    valuesOf(registry, metric)[`${metric}_sum{model="chat stream", provider="openai"}`];
  const firstToken = sum('ai_time_to_first_token_seconds');
  expect(firstToken).toBeGreaterThan(0);
  expect(sum('ai_request_duration_seconds') - firstToken).toBeGreaterThan(0.025);
});

test('the helpers of both clients are recorded once', async () => {
  const { registry, openai, anthropic } = await setUp();
  const parsed = await openai.chat.completions.parse({ model: 'chat', ...question });
  expect(parsed.choices[0].message.content).toBe('{"answer":4}');
  const { data, response: raw } = await openai.chat.completions
    .create({ model: 'chat', ...question })
    .withResponse();
  expect([data.model, raw.status]).toEqual(['chat-2026-01-01', 200]);
  const runner = openai.chat.completions.stream({ model: 'chat stream', ...question });
  expect(await runner.finalContent()).toBe('four');
  const helper = anthropic.messages.stream({ model: 'thinker stream', max_tokens: 9, ...question });
  expect(await helper.finalText()).toBe('four');
  expect(byLabels(registry, 'ai_requests_total')).toEqual({
    'chat openai success': 2,
    'chat stream openai success': 1,
    'thinker stream anthropic success': 1,
  });
  expect(byLabels(registry, 'ai_tokens_used_total')['chat openai input']).toBe(200);
});

test('an answer that is read raw is counted without its tokens, and can still be read', async () => {
  const { registry, openai } = await setUp();
  const raw = await openai.chat.completions.create({ model: 'chat', ...question }).asResponse();
  expect(await raw.json()).toEqual(completion);
  expect(byLabels(registry, 'ai_requests_total')).toEqual({ 'chat openai success': 1 });
  expect(byLabels(registry, 'ai_tokens_used_total')).toEqual({});
});

test('tokens of Anthropic include those read from and written to its cache', async () => {
  const { registry, anthropic } = await setUp();
  const answer = await anthropic.messages.create({ model: 'thinker', max_tokens: 9, ...question });
  expect(answer.usage.input_tokens).toBe(10);
  const tokens = { input: 42, output: 5, cached: 30 };
  expect(byLabels(registry, 'ai_tokens_used_total')).toEqual({
    'thinker anthropic input': tokens.input,
    'thinker anthropic output': tokens.output,
    'thinker anthropic cached': tokens.cached,
  });
  expect(byLabels(registry, 'ai_cost_total')['thinker anthropic']).toBeCloseTo((42 * 3 + 5 * 15) / 1e6, 12);
});

test('a stream of Anthropic has the totals of its last part, and not their sum', async () => {
  const { registry, anthropic } = await setUp();
  const stream = await anthropic.messages.create({
    model: 'thinker stream',
    max_tokens: 9,
    stream: true,
    ...question,
  });
  let parts = 0;
  for await (const _ of stream) parts++;
  expect(parts).toBe(messageParts.length);
  expect(byLabels(registry, 'ai_tokens_used_total')).toEqual({
    'thinker stream anthropic input': 42,
    'thinker stream anthropic output': 5,
    'thinker stream anthropic cached': 30,
  });
});

test('responses and embeddings of OpenAI are recorded as well', async () => {
  const { registry, openai } = await setUp();
  await openai.responses.create({ model: 'reasoner', input: 'x' });
  const stream = await openai.responses.create({ model: 'reasoner stream', input: 'x', stream: true });
  for await (const part of stream) expect(part.type).toMatch(/^response/);
  await openai.embeddings.create({ model: 'embedder', input: 'x', encoding_format: 'float' });
  expect(byLabels(registry, 'ai_tokens_used_total')).toEqual({
    'reasoner openai input': 7,
    'reasoner openai output': 3,
    'reasoner openai cached': 2,
    'reasoner stream openai input': 7,
    'reasoner stream openai output': 3,
    'reasoner stream openai cached': 2,
    'embedder openai input': 6,
  });
});

test('a request that fails is a failure, and its error is the one of the client', async () => {
  const { registry, openai, anthropic } = await setUp();
  const failing = openai.chat.completions.create({ model: 'overloaded', ...question });
  await expect(failing).rejects.toBeInstanceOf(OpenAI.InternalServerError);
  const alsoFailing = anthropic.messages.create({ model: 'nobody knows', max_tokens: 9, ...question });
  await expect(alsoFailing).rejects.toBeInstanceOf(Anthropic.BadRequestError);
  const broken = await openai.chat.completions.create({ model: 'broken stream', stream: true, ...question });
  await expect(itemsOf(broken)).rejects.toThrow();
  expect(byLabels(registry, 'ai_requests_total')).toEqual({
    'overloaded openai failure': 1,
    'nobody knows anthropic failure': 1,
    'broken stream openai failure': 1,
  });
});

test('a request that is given up is cancelled; one whose answer is complete is not', async () => {
  const { registry, openai } = await setUp();
  const ask = { model: 'chat stream', stream: true, ...question } as const;
  for await (const _ of await openai.chat.completions.create(ask)) break;
  for await (const part of await openai.chat.completions.create(ask)) {
    if (part.choices[0]?.finish_reason) break;
  }
  const aborted = await openai.chat.completions.create(ask);
  for await (const _ of aborted) aborted.controller.abort();
  const signal = AbortSignal.abort();
  const refused = openai.chat.completions.create({ model: 'chat', ...question }, { signal });
  await expect(refused).rejects.toBeInstanceOf(OpenAI.APIUserAbortError);
  expect(byLabels(registry, 'ai_requests_total')).toEqual({
    'chat stream openai cancelled': 2,
    'chat stream openai success': 1,
    'chat openai cancelled': 1,
  });
});

test('an answer that tells no tokens adds none', async () => {
  const { registry, openai } = await setUp();
  await openai.chat.completions.create({ model: 'untold', ...question });
  expect(byLabels(registry, 'ai_requests_total')).toEqual({ 'untold openai success': 1 });
  expect(valuesOf(registry, 'ai_tokens_used_total')).toEqual({});
  expect(valuesOf(registry, 'ai_cost_total')).toEqual({});
});

test('a stream can be split, and is recorded once', async () => {
  const { registry, openai } = await setUp();
  const stream = await openai.chat.completions.create({ model: 'chat stream', stream: true, ...question });
  const [left, right] = stream.tee();
  expect((await itemsOf(left)).length).toBe(chatParts.length);
  expect((await itemsOf(right)).length).toBe(chatParts.length);
  expect(byLabels(registry, 'ai_requests_total')).toEqual({ 'chat stream openai success': 1 });
});

test('models that are not listed are recorded as one', async () => {
  const registry = createRegistry();
  const listed = defineMonitoring({ service: 'assistant', kits: [ai({ models: ['small'] })] });
  const recorder = createAiRecorder(listed, registry);
  for (let index = 0; index < 100; index++) {
    recorder.record({ provider: 'own', model: `tune ${index}`, status: 'success' });
  }
  recorder.record({ provider: 'own', model: 'small', status: 'success', seconds: 1, usage: { input: 3 } });
  expect(byLabels(registry, 'ai_requests_total')).toEqual({
    '__other__ own success': 100,
    'small own success': 1,
  });
});

test('any call that asks a model can be run', async () => {
  const { registry, recorder } = await setUp();
  const answer = await recorder.run({ provider: 'ollama', model: 'local' }, async () => ({
    usage: { prompt_tokens: 4, completion_tokens: 2 },
  }));
  expect(answer).toEqual({ usage: { prompt_tokens: 4, completion_tokens: 2 } });
  expect(byLabels(registry, 'ai_tokens_used_total')).toEqual({
    'local ollama input': 4,
    'local ollama output': 2,
  });
});

test('something that is no client is told and returned', () => {
  const registry = createRegistry();
  const told = diagnosticsOf(registry);
  const map = new Map();
  expect(createAiRecorder(definition, registry).watch(map)).toBe(map);
  expect(told).toMatchObject([{ kind: 'invalid_declaration', metric: 'ai.hook' }]);
});

test('a client that is watched twice is recorded once', async () => {
  const { registry, recorder, openai } = await setUp();
  recorder.watch(openai);
  await openai.chat.completions.create({ model: 'chat', ...question });
  expect(byLabels(registry, 'ai_requests_total')).toEqual({ 'chat openai success': 1 });
});
