import { listedTargets } from '../../doctor/metrics/listed-targets.ts';
import type { ListedTarget } from '../../doctor/metrics/listed-targets.ts';
import { createPatient } from '../../doctor/patient.ts';
import type { Patient } from '../../doctor/patient.ts';
import type { SmokeCase } from '../smoke-case.ts';
import { expectedTargets } from './expected-targets.ts';
import type { ExpectedTarget } from './expected-targets.ts';
import { askHealth } from './health-answers.ts';
import type { HealthAnswer } from './health-answers.ts';
import { seenMetrics } from './seen-metrics.ts';
import type { SeenMetric } from './seen-metrics.ts';

/** One look at everything: what several steps need is asked for once, and not again before the next look. */
export interface SmokeRound extends SmokeCase {
  readonly patient: Patient;
  /** Aborted when the look has taken too long. */
  readonly signal: AbortSignal;
  /** What the server scrapes. */
  listed(): Promise<readonly ListedTarget[]>;
  /** The targets of the definition, and what the server says of each. */
  targets(): Promise<readonly ExpectedTarget[]>;
  /** The metrics of the definition, and whether each is collected. */
  metrics(): Promise<readonly SeenMetric[]>;
  /** What the programs of the definition say of their health. */
  health(): Promise<readonly HealthAnswer[]>;
}

/** A server that takes longer to answer one question is not well. */
const QUESTION_MS = 15_000;

/** Begins a look. */
export function createRound(examined: SmokeCase, signal: AbortSignal): SmokeRound {
  const { server, alertmanager, grafana, definition } = examined;
  const patient = createPatient({ server, alertmanager, grafana }, { timeoutMs: QUESTION_MS, signal });
  const listed = once(async () => listedTargets(await patient.prometheus.read('targets?state=active')));
  const targets = once(async () => expectedTargets(definition, await listed()));
  const metrics = once(async () => seenMetrics(definition, patient.prometheus, await targets()));
  const health = once(async () =>
    // Programs are asked whether or not a server knows of them.
    askHealth(definition, await targets().catch(() => expectedTargets(definition, []))),
  );
  return { ...examined, patient, signal, listed, targets, metrics, health };
}

/** Several steps ask; the first one pays. */
function once<Result>(ask: () => Promise<Result>): () => Promise<Result> {
  let asked: Promise<Result> | undefined;
  return () => (asked ??= ask());
}
