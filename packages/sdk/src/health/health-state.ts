import type { HealthCheckOptions, HealthProbe, ResolvedHealth } from '@telltale/definition';
import type { Diagnostics } from '../diagnostics/diagnostics.ts';
import { CheckRunner } from './check-runner.ts';
import type { CheckFunction, CheckResult, HealthCheck } from './health-check.ts';
import type { CheckReport, HealthReport } from './health-report.ts';
import { reportOf } from './health-report.ts';

/** What is asked: a probe of the orchestrator, or all that there is. */
export type HealthQuestion = HealthProbe | 'health';

/** Hears what a check has found each time that it has run. */
export type CheckListener = (name: string, result: CheckResult) => void;

interface Bound {
  readonly check: HealthCheck;
  readonly options: HealthCheckOptions;
  readonly runner: CheckRunner;
}

const DEFAULT_WORDS = ['connected', 'disconnected'] as const;
/** Later than this, a program that has not said that it is ready has likely forgotten to. */
const READY_EXPECTED_AFTER_MS = 60_000;

/** The checks of a service and what it says of itself: whether it has started, whether it ends. */
export class HealthState {
  readonly #plan: ResolvedHealth;
  readonly #diagnostics: Pick<Diagnostics, 'tell'>;
  readonly #listeners = new Set<CheckListener>();
  /** Declared checks come first, and are there before anything is bound to them. */
  readonly #bound = new Map<string, Bound | undefined>();
  readonly #createdMs = performance.now();
  #isReady = false;
  #hasStarted = false;
  #isEnding = false;

  constructor(plan: ResolvedHealth, diagnostics: Pick<Diagnostics, 'tell'>) {
    this.#plan = plan;
    this.#diagnostics = diagnostics;
    for (const { name } of plan.checks) this.#bound.set(name, undefined);
  }

  /** Whether there is anything to be checked. */
  get hasChecks(): boolean {
    return this.#bound.size > 0;
  }

  /** Binds a check to a name; the result takes it away. A second one of the same name takes the place of the first. */
  add(name: string, given: HealthCheck | CheckFunction, own: Partial<HealthCheckOptions>): () => void {
    const declared = this.#plan.checks.find((other) => other.name === name);
    const options = { ...this.#plan.checkDefaults, ...declared, ...own };
    const check = typeof given === 'function' ? { run: given } : given;
    this.#bound.get(name)?.runner.stop();
    const onResult = (result: CheckResult) => {
      for (const listener of this.#listeners) listener(name, result);
    };
    const bound = { check, options, runner: new CheckRunner(check, { ...options, onResult }) };
    this.#bound.set(name, bound);
    return () => {
      bound.runner.stop();
      if (this.#bound.get(name) !== bound) return;
      if (declared) this.#bound.set(name, undefined);
      else this.#bound.delete(name);
    };
  }

  /** Calls the listener after each run of a check. */
  onResult(listener: CheckListener): void {
    this.#listeners.add(listener);
  }

  /** The program has started. */
  markReady(): void {
    this.#isReady = true;
  }

  /** The program ends: it takes no more requests. */
  markEnding(): void {
    this.#isEnding = true;
  }

  /** Ends what runs in the background. */
  stop(): void {
    for (const bound of this.#bound.values()) bound?.runner.stop();
  }

  /**
   * The answer to a question; within the time of the slowest check, and never rejected. One that another
   * service's check asks leaves out the checks that ask services in turn.
   */
  async report(question: HealthQuestion, isForCheck = false): Promise<HealthReport> {
    if (question === 'live' || question === 'health')
      return reportOf(await this.#results(question, isForCheck));
    if (this.#isEnding && question === 'ready') return { status: 'unhealthy', reason: 'ending', checks: [] };
    if (!(await this.#isStarted(isForCheck))) {
      const checks = await this.#results(question, isForCheck);
      return { status: 'unhealthy', reason: 'starting', checks };
    }
    return question === 'startup' ? reportOf([]) : reportOf(await this.#results('ready', isForCheck));
  }

  /** Once true, it stays so: a start happens once. */
  async #isStarted(isForCheck: boolean): Promise<boolean> {
    if (this.#hasStarted) return true;
    const byChecks = this.#plan.startup === 'checks';
    if (!this.#isReady && !byChecks) {
      this.#tellOfReady();
      return false;
    }
    const asked = [
      ...(await this.#results('startup', isForCheck)),
      ...(byChecks ? await this.#results('ready', isForCheck) : []),
    ];
    this.#hasStarted ||= reportOf(asked).status !== 'unhealthy';
    return this.#hasStarted;
  }

  #results(question: HealthQuestion, isForCheck: boolean): Promise<CheckReport[]> {
    const asked = [...this.#bound].flatMap(([name, bound]): readonly Promise<CheckReport>[] => {
      if (!bound) return this.#isAsked(name, question) ? [Promise.resolve(this.#unbound(name))] : [];
      const isLeftOut = isForCheck && bound.check.asksService === true;
      const isAsked = question === 'health' || bound.options.probes.includes(question);
      return isAsked && !isLeftOut ? [reported(name, bound)] : [];
    });
    return Promise.all(asked);
  }

  #isAsked(name: string, question: HealthQuestion): boolean {
    const declared = this.#plan.checks.find((other) => other.name === name);
    return question === 'health' || declared?.probes.includes(question) === true;
  }

  /** What is declared and nowhere checked must not look as if it worked. */
  #unbound(name: string): CheckReport {
    const message = `nothing is bound to the check: t.health.add('${name}', …)`;
    this.#diagnostics.tell('health_check_missing', name, () => message);
    return {
      name,
      hasPassed: false,
      isCritical: this.#plan.checks.find((other) => other.name === name)?.critical !== false,
      word: DEFAULT_WORDS[1],
      checkedAtMs: Date.now(),
      durationMs: 0,
      error: message,
    };
  }

  #tellOfReady(): void {
    if (performance.now() - this.#createdMs < READY_EXPECTED_AFTER_MS) return;
    this.#diagnostics.tell(
      'not_ready',
      '',
      () => 'the service counts as starting until the program calls t.ready()',
    );
  }
}

async function reported(name: string, { check, options, runner }: Bound): Promise<CheckReport> {
  const result = await runner.current();
  const [passed, failed] = check.words ?? DEFAULT_WORDS;
  return { ...result, name, isCritical: options.critical, word: result.hasPassed ? passed : failed };
}
