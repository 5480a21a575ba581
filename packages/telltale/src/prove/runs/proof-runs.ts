import { randomUUID } from 'node:crypto';
import type { AlertProof } from '@telltale/alerting';
import type { ProofRunAlert, ProofRunRequest, ProofRunView } from '@telltale/station/contract';
import type { ProofListener, ProofProcess } from './proof-process.ts';
import type { ProofNews, ProofOrder } from './proof-worker.ts';

/** What {@link ProofRuns} takes. */
export interface ProofRunsOptions {
  readonly start: (order: ProofOrder, listener: ProofListener) => ProofProcess;
  readonly order: Pick<ProofOrder, 'config' | 'environment'>;
  /** Keeps a proof for longer than the run is remembered. */
  readonly keep: (proof: AlertProof) => Promise<void>;
  readonly now: () => number;
}

/** Runs that are remembered; what they proved is kept elsewhere. */
const MAX_RUNS = 20;

interface Run {
  readonly id: string;
  readonly tell: ProofRunRequest['tell'];
  readonly startedAtMs: number;
  endedAtMs: number | null;
  error: string;
  readonly alerts: Map<string, ProofRunAlert>;
  process?: ProofProcess;
}

/** Proofs that somebody asked for, one run at a time, as they go. */
export class ProofRuns {
  readonly #options: ProofRunsOptions;
  #runs: readonly Run[] = [];

  constructor(options: ProofRunsOptions) {
    this.#options = options;
  }

  /** The newest first. */
  list(): readonly ProofRunView[] {
    return this.#runs.map(viewOf);
  }

  find(id: string): ProofRunView | undefined {
    const run = this.#runs.find((one) => one.id === id);
    return run && viewOf(run);
  }

  /** The run that goes on: a second one would have to share its receivers. */
  get running(): ProofRunView | undefined {
    const run = this.#runs.find(({ endedAtMs }) => endedAtMs === null);
    return run && viewOf(run);
  }

  start({ alerts, tell }: ProofRunRequest): ProofRunView {
    const { start, order, now } = this.#options;
    const run: Run = {
      id: randomUUID(),
      tell,
      startedAtMs: now(),
      endedAtMs: null,
      error: '',
      alerts: new Map(
        alerts.map((alert) => [alert, { alert, state: 'waiting', passed: [], hops: [], proof: null }]),
      ),
    };
    this.#runs = [run, ...this.#runs].slice(0, MAX_RUNS);
    run.process = start(
      { ...order, alerts, isReal: tell === 'receivers' },
      { onNews: (news) => this.#take(run, news), onEnd: () => this.#end(run) },
    );
    return viewOf(run);
  }

  stop(id: string): boolean {
    const run = this.#runs.find((one) => one.id === id);
    if (!run) return false;
    if (run.endedAtMs === null) {
      run.error ||= 'it was stopped';
      run.process?.stop();
    }
    return true;
  }

  stopAll(): void {
    for (const { id } of this.#runs) this.stop(id);
  }

  #take(run: Run, news: ProofNews): void {
    if (news.kind === 'failed') {
      run.error ||= news.message;
      return;
    }
    const name = news.kind === 'proof' ? news.proof.alertName : news.alert;
    const alert = run.alerts.get(name);
    if (!alert) return;
    if (news.kind === 'begins') {
      run.alerts.set(name, { ...alert, state: 'running' });
    } else if (news.kind === 'hop') {
      run.alerts.set(name, { ...alert, hops: [...alert.hops, news.hop] });
    } else if (news.kind === 'step') {
      const { outcome, name: step } = news.step;
      if (outcome === 'passed') run.alerts.set(name, { ...alert, passed: [...alert.passed, step] });
    } else {
      const isProven = news.proof.steps.every(({ outcome }) => outcome === 'passed');
      run.alerts.set(name, { ...alert, state: isProven ? 'proven' : 'failed', proof: news.proof });
      this.#options.keep(news.proof).catch((error: unknown) => {
        run.error ||= `the proof is not kept: ${error instanceof Error ? error.message : String(error)}`;
      });
    }
  }

  #end(run: Run): void {
    run.endedAtMs = this.#options.now();
    delete run.process;
  }
}

function viewOf({ id, tell, startedAtMs, endedAtMs, error, alerts }: Run): ProofRunView {
  return { id, tell, startedAtMs, endedAtMs, error, alerts: [...alerts.values()] };
}
