import { ai, defineMonitoring } from '@telltale/definition';
import { createRegistry } from '../../registry/registry.ts';
import { generateText, streamText, wrapLanguageModel } from 'ai';
import { MockLanguageModelV4, simulateReadableStream } from 'ai/test';
import { expect, test } from 'vitest';
import { itemsOf } from '../../../test/support/async-items.ts';
import { valuesOf } from '../../../test/support/registry-view.ts';
import { createAiRecorder } from './ai-recorder.ts';

const definition = defineMonitoring({ service: 'assistant', kits: [ai()] });

const usage = {
  inputTokens: { total: 12, noCache: 8, cacheRead: 4, cacheWrite: undefined },
  outputTokens: { total: 3, text: 3, reasoning: undefined },
};
const finishReason = { unified: 'stop', raw: 'stop' } as const;

function model(error?: Error) {
  return new MockLanguageModelV4({
    provider: 'acme.chat',
    modelId: 'small',
    doGenerate: async () => {
      if (error) throw error;
      return { content: [{ type: 'text', text: 'four' }], finishReason, usage, warnings: [] };
    },
    doStream: async () => ({
      stream: simulateReadableStream({
        chunks: [
          { type: 'stream-start', warnings: [] },
          { type: 'text-start', id: '1' },
          { type: 'text-delta', id: '1', delta: 'four' },
          { type: 'text-end', id: '1' },
          { type: 'finish', finishReason, usage },
        ],
      }),
    }),
  });
}

const tokens = {
  'ai_tokens_used_total{model="small", provider="acme", token_type="input"}': 12,
  'ai_tokens_used_total{model="small", provider="acme", token_type="output"}': 3,
  'ai_tokens_used_total{model="small", provider="acme", token_type="cached"}': 4,
};

test('middleware around a model of the AI SDK records its answers', async () => {
  const registry = createRegistry();
  const middleware = createAiRecorder(definition, registry).middleware();
  const wrapped = wrapLanguageModel({ model: model(), middleware });
  const { text } = await generateText({ model: wrapped, prompt: 'What?' });
  expect(text).toBe('four');
  expect(valuesOf(registry, 'ai_tokens_used_total')).toEqual(tokens);
});

test('middleware around a model of the AI SDK records its streams', async () => {
  const registry = createRegistry();
  const middleware = createAiRecorder(definition, registry).middleware();
  const { textStream } = streamText({
    model: wrapLanguageModel({ model: model(), middleware }),
    prompt: 'What?',
  });
  expect((await itemsOf(textStream)).join('')).toBe('four');
  expect(valuesOf(registry, 'ai_tokens_used_total')).toEqual(tokens);
  const firstToken = valuesOf(registry, 'ai_time_to_first_token_seconds');
  expect(firstToken['ai_time_to_first_token_seconds_count{model="small", provider="acme"}']).toBe(1);
});

test('a model of the AI SDK can be watched in place, and its errors are its own', async () => {
  const registry = createRegistry();
  const error = new Error('no');
  const recorder = createAiRecorder(definition, registry);
  const failing = recorder.watch(model(error));
  await expect(generateText({ model: failing, prompt: 'What?', maxRetries: 0 })).rejects.toBe(error);
  await generateText({ model: recorder.watch(model()), prompt: 'What?' });
  const requests = valuesOf(registry, 'ai_requests_total');
  expect(requests['ai_requests_total{model="small", provider="acme", status="failure"}']).toBe(1);
  expect(requests['ai_requests_total{model="small", provider="acme", status="success"}']).toBe(1);
});

test('a stream of the AI SDK that is given up is cancelled, and its source is told', async () => {
  const registry = createRegistry();
  let reason: unknown;
  const endless = new MockLanguageModelV4({
    provider: 'acme',
    modelId: 'small',
    doStream: async () => ({
      stream: new ReadableStream({
        pull: (controller) => controller.enqueue({ type: 'text-delta', id: '1', delta: 'a' }),
        cancel: (given) => {
          reason = given;
        },
      }),
    }),
  });
  const { doStream } = createAiRecorder(definition, registry).watch(endless);
  const { stream } = await doStream({ prompt: [] });
  const reader = stream.getReader();
  expect(await reader.read()).toMatchObject({ done: false });
  await reader.cancel('enough');
  expect(reason).toBe('enough');
  const requests = valuesOf(registry, 'ai_requests_total');
  expect(requests['ai_requests_total{model="small", provider="acme", status="cancelled"}']).toBe(1);
});
