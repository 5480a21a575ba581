import { defineMonitoring, messages } from '@telltale/definition';
import { createRegistry } from '../registry/registry.ts';
import { expect, test } from 'vitest';
import { valuesOf } from '../../test/support/registry-view.ts';
import { createMessageRecorder } from './message-recorder.ts';

const definition = defineMonitoring({ service: 'svc', kits: [messages({ prefix: 'svc' })] });

function setUp() {
  const registry = createRegistry();
  return { registry, recorder: createMessageRecorder(definition, registry) };
}

test('messages are counted by topic, status and type as many times as they were processed', async () => {
  const { registry, recorder } = setUp();
  for (let index = 0; index < 5; index++) {
    await recorder.run({ topic: 'trades', type: 'tick' }, async () => index);
  }
  recorder.record({ topic: 'trades', status: 'skipped', type: 'tick', seconds: 0.05 });
  expect(valuesOf(registry, 'svc_messages_processed_total')).toEqual({
    'svc_messages_processed_total{message_type="tick", status="success", topic="trades"}': 5,
    'svc_messages_processed_total{message_type="tick", status="skipped", topic="trades"}': 1,
  });
  const durations = valuesOf(registry, 'svc_processing_duration_seconds');
  expect(durations['svc_processing_duration_seconds_count{topic="trades"}']).toBe(6);
  expect(durations['svc_processing_duration_seconds_bucket{le="0.05", topic="trades"}']).toBe(6);
});

test('a message that fails is counted as a failure and as an error of its component', async () => {
  const { registry, recorder } = setUp();
  const error = new TypeError('no price');
  const run = recorder.run({ topic: 'trades', component: 'parser' }, () => Promise.reject(error));
  await expect(run).rejects.toBe(error);
  recorder.error('validation_error', 'parser');
  expect(valuesOf(registry, 'svc_errors_total')).toEqual({
    'svc_errors_total{component="parser", error_type="TypeError"}': 1,
    'svc_errors_total{component="parser", error_type="validation_error"}': 1,
  });
  expect(valuesOf(registry, 'svc_messages_processed_total')).toEqual({
    'svc_messages_processed_total{message_type="unknown", status="failure", topic="trades"}': 1,
  });
});

test('an error that cannot be read is an error all the same', () => {
  const { registry, recorder } = setUp();
  const hostile = new Proxy(
    {},
    {
      get: () => {
        throw new Error('trap');
      },
    },
  );
  let thrown: unknown;
  try {
    recorder.run({ topic: 't' }, () => {
      throw hostile;
    });
  } catch (error) {
    thrown = error;
  }
  expect(thrown === hostile).toBe(true);
  expect(valuesOf(registry, 'svc_errors_total')).toEqual({
    'svc_errors_total{component="unknown", error_type="unreadable"}': 1,
  });
});
