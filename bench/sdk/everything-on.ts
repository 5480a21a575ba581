/*
 * All metrics on: requests, durations and the runtime of a Fastify service.
 */
import { compareAddedCost } from './added-cost.ts';
import { startServer } from './http-load.ts';

const NAMES = [
  'fastify bare',
  'everything telltale',
  'everything prom-client + fastify-metrics 12',
  'everything @prometheus-io/client + fastify-metrics 14',
  'everything OpenTelemetry',
];

await compareAddedCost(NAMES.map((name) => ({ name, start: () => startServer(name) })));
