import { createRegistry } from '../registry/registry.ts';
import { expect, test } from 'vitest';
import { diagnosticsOf, valuesOf } from '../../test/support/registry-view.ts';
import { createCollector } from './collector.ts';

test('a collector records requests, messages and errors under the name of its service', () => {
  const metrics = createCollector('service-name');
  metrics.recordRequest('GET', '/health', '200', 0.001);
  metrics.recordMessageProcessed('topic', 'success', 0.05, 'message_type');
  metrics.recordMessageProcessed({ topic: 'topic', status: 'failure', seconds: 0.5 });
  metrics.recordError('validation_error', 'parser');
  const { registry } = metrics;
  expect(valuesOf(registry, 'service_name_requests_total')).toEqual({
    'service_name_requests_total{endpoint="/health", method="GET", status="200"}': 1,
  });
  const duration = valuesOf(registry, 'service_name_request_duration_seconds');
  expect(duration['service_name_request_duration_seconds_sum{endpoint="/health", method="GET"}']).toBe(0.001);
  expect(valuesOf(registry, 'service_name_messages_processed_total')).toEqual({
    'service_name_messages_processed_total{message_type="message_type", status="success", topic="topic"}': 1,
    'service_name_messages_processed_total{message_type="unknown", status="failure", topic="topic"}': 1,
  });
  const processing = valuesOf(registry, 'service_name_processing_duration_seconds');
  expect(processing['service_name_processing_duration_seconds_sum{topic="topic"}']).toBeCloseTo(0.55, 9);
  expect(valuesOf(registry, 'service_name_errors_total')).toEqual({
    'service_name_errors_total{component="parser", error_type="validation_error"}': 1,
  });
});

test('memory and connections of a collector are shown', () => {
  const { registry, activeConnections } = createCollector('feed');
  activeConnections.inc(2);
  activeConnections.dec();
  expect(valuesOf(registry, 'feed_active_connections')).toEqual({ feed_active_connections: 1 });
  const memory = valuesOf(registry, 'feed_memory_usage_bytes')['feed_memory_usage_bytes'];
  expect(memory / process.memoryUsage.rss()).toBeCloseTo(1, 0);
});

test.each([
  ['service-name', 'service_name_'],
  ['Preis.Dienst 2', 'Preis_Dienst_2_'],
  ['2fast', '_2fast_'],
  ['', 'service_'],
])('the name %j becomes %s, which is told', (name, prefix) => {
  const registry = createRegistry();
  const told = diagnosticsOf(registry);
  expect(createCollector(name, { registry }).prefix).toBe(prefix);
  expect(told).toMatchObject([{ message: expect.stringContaining(prefix) }]);
});

test('a name that can stand in metrics is taken as it is, without a word', () => {
  const registry = createRegistry();
  const told = diagnosticsOf(registry);
  expect(createCollector('enrichment_service', { registry }).prefix).toBe('enrichment_service_');
  expect(told).toEqual([]);
});

test('metrics of your own have typed labels', () => {
  const metrics = createCollector('feed');
  const errors = metrics.counter('custom_errors_total', 'Custom error counter', ['error_type', 'component']);
  errors.labels({ error_type: 'validation', component: 'parser' }).inc();
  // @ts-expect-error a label that was not declared
  errors.labels({ error_type: 'validation', part: 'parser' });
  // @ts-expect-error a label that is missing
  errors.labels({ error_type: 'validation' });
  metrics.gauge('queue_length', 'Queue', []).labels({}).set(4);
  metrics.histogram('job_seconds', 'Jobs', ['job'], [1]).labels({ job: 'mail' }).observe(2);
  const { registry } = metrics;
  expect(valuesOf(registry, 'custom_errors_total')).toEqual({
    'custom_errors_total{component="parser", error_type="validation"}': 1,
  });
  expect(valuesOf(registry, 'queue_length')).toEqual({ queue_length: 4 });
  expect(valuesOf(registry, 'job_seconds')['job_seconds_count{job="mail"}']).toBe(1);
});
