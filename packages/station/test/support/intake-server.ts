import type { LogRecord, Span } from '@telltale/model';
import type { FastifyInstance } from 'fastify';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';
import { createServer } from '../../src/http/server.ts';
import type { BodyBudget } from '../../src/intake/body/body-budget.ts';
import type { IntakeTargets, SignalWriters } from '../../src/intake/intake.ts';
import { createIntakes } from '../../src/intake/intake.ts';
import type { MetricIntake } from '../../src/intake/metric-intake.ts';

/** Takes no metrics. */
export const NO_METRICS: MetricIntake = {
  takeOtlp: async () => ({ rejected: 0, faults: [] }),
  takeRemoteWrite: async () => ({ samples: 0, histograms: 0, exemplars: 0, faults: [], refused: 0 }),
};

/** What came to an {@link intakeServer}. */
export interface Taken {
  readonly logs: LogRecord[];
  readonly spans: Span[];
  /** `what:source:detail` with how often. */
  readonly counts: Map<string, number>;
}

/** A server with ways into the station alone, which keeps what it takes in lists. */
export async function intakeServer(
  register: (server: FastifyInstance, targets: IntakeTargets, budget?: BodyBudget) => Promise<void>,
  writers?: Partial<SignalWriters>,
): Promise<{ readonly url: string; readonly taken: Taken; readonly targets: IntakeTargets }> {
  const taken: Taken = { logs: [], spans: [], counts: new Map() };
  const targets = createIntakes(
    {
      logs: { append: async (records) => void taken.logs.push(...records) },
      traces: { append: async (spans) => void taken.spans.push(...spans) },
      metrics: NO_METRICS,
      ...writers,
    },
    countingObserver(taken.counts),
  );
  const server = await createServer();
  await register(server, targets);
  await server.listen({ host: '127.0.0.1', port: 0 });
  onTestFinished(() => server.close());
  return { url: `http://127.0.0.1:${(server.server.address() as AddressInfo).port}`, taken, targets };
}

function countingObserver(counts: Map<string, number>): Pick<IntakeTargets, 'observe' | 'onRefused'> {
  const add = (key: string, count: number) => counts.set(key, (counts.get(key) ?? 0) + count);
  return {
    observe: (signal) => ({
      onReceived: (source, count) => add(`${signal} received ${source}`, count),
      onOverloaded: (source, count) => add(`${signal} overloaded ${source}`, count),
      onRejected: (source, count) => add(`${signal} rejected ${source}`, count),
      onProblem: (problem, count) => add(`${signal} problem ${problem}`, count),
    }),
    onRefused: (source, reason) => add(`refused ${source} ${reason}`, 1),
  };
}
