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

/** The probes whose checks are asked, or all checks. */
type Asked = readonly HealthProbe[] | typeof EVERY;

const EVERY = 'every';
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
    const declared = this.#declared(name);
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
    if (question === 'health') return reportOf(await this.#results(EVERY, isForCheck));
    if (question === 'live') return reportOf(await this.#results(['live'], isForCheck));
    if (this.#isEnding && question === 'ready') return { status: 'unhealthy', reason: 'ending', checks: [] };
    const wasStarted = this.#hasStarted;
    if (wasStarted && question === 'startup') return reportOf([]);
    const checks = await this.#results(wasStarted ? ['ready'] : ['startup', 'ready'], isForCheck);
    this.#hasStarted ||= this.#isStart(checks);
    if (!this.#hasStarted) return { status: 'unhealthy', reason: 'starting', checks };
    const asked = checks.filter(({ name }) => question === 'ready' && this.#isAsked(name, ['ready']));
    return reportOf(asked);
  }

  /** Whether the service has started, by what the program has said and its checks say. A start happens once. */
  #isStart(checks: readonly CheckReport[]): boolean {
    const byChecks = this.#plan.startup === 'checks';
    if (!this.#isReady && !byChecks) {
      this.#tellOfReady();
      return false;
    }
    const needed = checks.filter(({ name }) => byChecks || this.#isAsked(name, ['startup']));
    return reportOf(needed).status !== 'unhealthy';
  }

  /** What the checks of some probes say; each is asked once, and all at once. */
  #results(probes: Asked, isForCheck: boolean): Promise<CheckReport[]> {
    const asked = [...this.#bound].flatMap(([name, bound]): readonly Promise<CheckReport>[] => {
      if (!this.#isAsked(name, probes)) return [];
      if (!bound) return [Promise.resolve(this.#unbound(name))];
      const isLeftOut = isForCheck && bound.check.asksService === true;
      return isLeftOut ? [] : [reported(name, bound)];
    });
    return Promise.all(asked);
  }

  #isAsked(name: string, probes: Asked): boolean {
    if (probes === EVERY) return true;
    const options = this.#bound.get(name)?.options ?? this.#declared(name);
    return probes.some((probe) => options?.probes.includes(probe));
  }

  #declared(name: string): HealthCheckOptions | undefined {
    return this.#plan.checks.find((check) => check.name === name);
  }

  /** What is declared and nowhere checked must not look as if it worked. */
  #unbound(name: string): CheckReport {
    const message = `nothing is bound to the check: t.health.add('${name}', …)`;
    this.#diagnostics.tell('health_check_missing', name, () => message);
    return {
      name,
      hasPassed: false,
      isCritical: this.#declared(name)?.critical !== false,
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
