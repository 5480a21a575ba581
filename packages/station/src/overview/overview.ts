import type { RuleGroupStatus } from '@telltale/alerting';
import type { ResolvedDefinition } from '@telltale/definition';
import type { QueryService } from '@telltale/model';
import { quoteText } from '@telltale/model';
import type {
  AlertState,
  Annotation,
  HealthCheckView,
  OverviewResponse,
  ServiceView,
  SloView,
  TargetView,
} from '../contract.ts';
import type { ScrapedTarget } from '../dashboards/generated.ts';
import type { AnswerReader } from '../query/read-answers.ts';
import { sourceOf } from '../views/source-of.ts';
import { figureThresholds } from './figure-thresholds.ts';
import { jobMatcher, serviceFigures } from './service-figures.ts';
import { serviceHealth } from './service-health.ts';
import type { ServicePlan } from './service-plan.ts';
import { definedServices, scrapedService } from './service-plan.ts';
import type { ServiceSignals } from './service-signals.ts';
import { sloFigures } from './slo-figures.ts';

/** Many tabs ask; what they see is this old at most. */
const FRESH_MS = 10_000;
/** Labels of metrics change rarely. */
const LABELS_MS = 60_000;
const TIMEOUT_MS = 3000;
const LOOKBACK_MS = 5 * 60_000;
const MAX_SCRAPED = 100;

/** What {@link Overview} takes. */
export interface OverviewOptions {
  /** The one in force. */
  readonly definition: () => ResolvedDefinition | undefined;
  readonly targets: () => Promise<readonly TargetView[]>;
  /** What is scraped of jobs that neither the definition nor a built-in dashboard shows. */
  readonly undescribed: () => Promise<readonly ScrapedTarget[]>;
  readonly ruleGroups: () => Promise<readonly RuleGroupStatus[]>;
  /** The newest deployment of each subject. */
  readonly deployments: () => Promise<ReadonlyMap<string, Annotation>>;
  readonly reader: AnswerReader;
  readonly query: QueryService;
  readonly now: () => number;
}

/** What is the same for all services of one answer. */
interface Facts {
  readonly nowMs: number;
  readonly targets: readonly TargetView[];
  readonly firing: readonly FiringAlert[];
  readonly states: ReadonlyMap<string, AlertState>;
  readonly deployments: ReadonlyMap<string, Annotation>;
  /** Jobs that have series of a metric that several services declare. */
  readonly jobsOf: ReadonlyMap<string, ReadonlySet<string>>;
}

interface FiringAlert {
  readonly alert: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly service: string | undefined;
  readonly sinceMs: number;
}

/** How each service does; computed at most every ten seconds. */
export class Overview {
  readonly #options: OverviewOptions;
  #plans: { readonly of: ResolvedDefinition | undefined; readonly plans: readonly ServicePlan[] } | undefined;
  readonly #labels = new Map<string, { readonly atMs: number; readonly names: Promise<readonly string[]> }>();
  #known: { readonly atMs: number; readonly answer: Promise<OverviewResponse> } | undefined;

  constructor(options: OverviewOptions) {
    this.#options = options;
  }

  /** The services of the definition in its order, then those that nobody defined. */
  read(): Promise<OverviewResponse> {
    const nowMs = this.#options.now();
    if (!this.#known || nowMs - this.#known.atMs >= FRESH_MS) {
      const answer = this.#compute(nowMs);
      this.#known = { atMs: nowMs, answer };
      answer.catch(() => (this.#known = undefined));
    }
    return this.#known.answer;
  }

  /** Something changed that should be seen at once. */
  forget(): void {
    this.#known = undefined;
  }

  /** Those of the definition in force. */
  #defined(): readonly ServicePlan[] {
    const definition = this.#options.definition();
    if (!this.#plans || this.#plans.of !== definition)
      this.#plans = { of: definition, plans: definition ? definedServices(definition) : [] };
    return this.#plans.plans;
  }

  async #compute(nowMs: number): Promise<OverviewResponse> {
    const { undescribed } = this.#options;
    const scraped = (await undescribed()).slice(0, MAX_SCRAPED);
    const labelsOf = (job: string) => (name: string) => this.#labelsOf(name, job, nowMs);
    const [facts, found] = await Promise.all([
      this.#facts(nowMs),
      Promise.all(scraped.map((target) => scrapedService(target, labelsOf(target.job)))),
    ]);
    const plans = [...this.#defined(), ...found];
    return { services: await Promise.all(plans.map((plan) => this.#view(plan, facts))) };
  }

  async #facts(nowMs: number): Promise<Facts> {
    const { targets, ruleGroups, deployments } = this.#options;
    const [allTargets, groups, deployed, jobsOf] = await Promise.all([
      targets(),
      ruleGroups(),
      deployments(),
      this.#jobsOf(nowMs),
    ]);
    const rules = groups.flatMap((group) => group.rules);
    return {
      nowMs,
      targets: allTargets,
      firing: rules.flatMap(({ rule, alerts }) =>
        alerts
          .filter(({ state }) => state === 'firing')
          .map(({ labels, activeAtMs }) => {
            const forMs = rule.kind === 'alerting' ? rule.forMs : 0;
            return { alert: rule.name, labels, service: rule.service, sinceMs: activeAtMs + forMs };
          }),
      ),
      states: new Map(rules.map(({ rule, state }) => [stateKey(rule.name, rule.service), state])),
      deployments: deployed,
      jobsOf,
    };
  }

  /** Which jobs have the metrics that several services declare. */
  async #jobsOf(nowMs: number): Promise<Facts['jobsOf']> {
    const names = [...new Set(this.#defined().flatMap(({ shared }) => shared))];
    if (names.length === 0) return new Map();
    const jobs = new Map<string, Set<string>>();
    const ends = ['', '_bucket', '_count'];
    const pattern = names.flatMap((name) => ends.map((end) => `${name}${end}`)).join('|');
    const query = `group by (__name__, job) ({__name__=~${quoteText(pattern)}})`;
    const samples = await this.#options.reader
      .instant(query, nowMs, { timeoutMs: TIMEOUT_MS })
      .catch(() => []);
    for (const { labels } of samples) {
      const series = labels['__name__'] ?? '';
      for (const name of names) {
        if (!ends.some((end) => series === `${name}${end}`)) continue;
        const known = jobs.get(name) ?? new Set();
        jobs.set(name, known.add(labels['job'] ?? ''));
      }
    }
    return jobs;
  }

  #labelsOf(name: string, job: string, nowMs: number): Promise<readonly string[]> {
    const key = JSON.stringify([name, job]);
    const known = this.#labels.get(key);
    if (known && nowMs - known.atMs < LABELS_MS) return known.names;
    if (this.#labels.size > MAX_SCRAPED) this.#labels.clear();
    const matchers = [
      { name: '__name__', op: '=', value: name },
      { name: 'job', op: '=', value: job },
    ] as const;
    const names = this.#options.query
      .labelNames({ selectors: [matchers], startMs: nowMs - LOOKBACK_MS, endMs: nowMs })
      .catch(() => []);
    this.#labels.set(key, { atMs: nowMs, names });
    return names;
  }

  async #view(plan: ServicePlan, facts: Facts): Promise<ServiceView> {
    const { name, owner, jobs, rules } = plan;
    const signals = presentSignals(plan, facts);
    const firing = firingOf(plan, facts);
    const [checks, slos] = await Promise.all([
      this.#checks(plan, signals, facts.nowMs),
      this.#slos(plan, facts),
    ]);
    const targets = facts.targets.filter(({ job }) => jobs.includes(job));
    const thresholds = figureThresholds(rules, signals);
    return {
      name,
      owner,
      jobs,
      ...serviceHealth({ targets, checks, firing }),
      checks,
      ...serviceFigures({ ...plan, signals, thresholds }),
      slos,
      firing,
      lastDeployment: lastDeployment(plan, facts),
      dashboards: plan.dashboards,
    };
  }

  /** Those that are declared, and those that only the program knows. */
  async #checks(
    { health, jobs }: ServicePlan,
    { checks }: ServiceSignals,
    nowMs: number,
  ): Promise<readonly HealthCheckView[]> {
    const declared = health?.checks ?? [];
    const isUp = new Map<string, boolean>();
    if (checks) {
      const matcher = jobMatcher(jobs);
      const query = `min by (${checks.label}) (${checks.name}${matcher === '' ? '' : `{${matcher}}`})`;
      const samples = await this.#options.reader
        .instant(query, nowMs, { timeoutMs: TIMEOUT_MS })
        .catch(() => []);
      for (const { labels, value } of samples) isUp.set(labels[checks.label] ?? '', value >= 1);
    }
    const names = [...new Set([...declared.map((check) => check.name), ...isUp.keys()])];
    return names.map((name) => {
      const { critical = true } =
        declared.find((check) => check.name === name) ?? health?.checkDefaults ?? {};
      return { name, isUp: isUp.get(name) ?? null, isCritical: critical };
    });
  }

  async #slos({ slos, name: service }: ServicePlan, { nowMs, states }: Facts): Promise<readonly SloView[]> {
    const { reader } = this.#options;
    const figures = await sloFigures({ slos, service, reader, nowMs });
    return slos.map((slo, index) => ({
      name: slo.name,
      objective: slo.objective,
      windowMs: slo.windowMs,
      ...figures[index],
      alerts: slo.alerts,
      state: worstOf(slo.alerts.map((alert) => stateOf(alert, slo.service, states))),
      source: sourceOf(slo.position),
    }));
  }
}

/** Of what several services declare under one name, those that its jobs have. */
function presentSignals({ signals, jobs }: ServicePlan, { jobsOf }: Facts): ServiceSignals {
  return signals((metric) => jobs.some((job) => jobsOf.get(metric)?.has(job)));
}

function firingOf(plan: ServicePlan, { firing }: Facts): ServiceView['firing'] {
  return firing
    .filter((alert) => concerns(alert, plan))
    .map(({ alert, labels, sinceMs }) => ({ alert, severity: labels['severity'] ?? '', sinceMs }))
    .toSorted((a, b) => b.sinceMs - a.sinceMs || (a.alert < b.alert ? -1 : 1));
}

/** Another server that evaluates the rules does not tell their service, but labels do. */
function concerns({ alert, labels, service }: FiringAlert, plan: ServicePlan): boolean {
  if (service !== undefined) return service === plan.name;
  if (labels['service'] !== undefined && labels['service'] === plan.name) return true;
  if (labels['job'] !== undefined && plan.jobs.includes(labels['job'])) return true;
  return plan.isWhole && plan.rules.some(({ kind, name }) => kind === 'alerting' && name === alert);
}

function lastDeployment({ name, jobs }: ServicePlan, { deployments }: Facts): ServiceView['lastDeployment'] {
  const found = [name, ...jobs].flatMap((subject) => deployments.get(subject) ?? []);
  const newest = found.toSorted((a, b) => b.atMs - a.atMs).at(0);
  return newest ? { atMs: newest.atMs, version: newest.title } : null;
}

function stateKey(alert: string, service: string | undefined): string {
  return JSON.stringify([alert, service ?? '']);
}

function stateOf(alert: string, service: string | undefined, states: Facts['states']): AlertState {
  return states.get(stateKey(alert, service)) ?? states.get(stateKey(alert, undefined)) ?? 'inactive';
}

function worstOf(states: readonly AlertState[]): AlertState {
  if (states.includes('firing')) return 'firing';
  return states.includes('pending') ? 'pending' : 'inactive';
}
