import { isDeepStrictEqual } from 'node:util';
import type { ResolvedDiscovery, ResolvedTarget } from '@telltale/definition';
import { DEFAULT_SCRAPE_LIMITS } from '@telltale/definition';
import type { Clock, Relabeller } from '@telltale/model';
import { LabelSet } from '@telltale/model';
import { planProbes } from '../../probes/plan-probes.ts';
import { planTargets } from '../../scrape/plan/plan-targets.ts';
import type { TargetPlan } from '../../scrape/plan/plan-targets.ts';
import { targetTemplate } from '../../scrape/plan/populate-labels.ts';
import type { TargetTemplate } from '../../scrape/plan/populate-labels.ts';
import type { TargetGroup } from '../../scrape/plan/target-group.ts';
import type { DiscoveryPlaceView } from '../../contract.ts';
import type { Discoverer } from '../discoverer.ts';

/** So long a changed job waits for places that are new to it, whose targets it may have had before in another way. */
const READY_WAIT_MS = 5000;

/** A job whose rules are compiled: nothing can go wrong when it is taken. */
export interface PreparedJob {
  /** Different for each job, also where two have the same name. */
  readonly id: string;
  readonly target: ResolvedTarget;
  readonly relabel: Relabeller;
}

/** What a job's discovery needs of the station. */
export interface JobServices {
  /** Begins nothing yet. */
  readonly discovererOf: (discovery: ResolvedDiscovery, onFound: () => void) => Discoverer;
  readonly onPlan: (job: PreparedJob, plan: TargetPlan) => void;
  readonly clock: Clock;
}

interface Source {
  readonly settings: ResolvedDiscovery;
  readonly discoverer: Discoverer;
}

/** Finds the targets of one job, and plans anew what is scraped whenever others are found. */
export class JobDiscovery {
  readonly #services: JobServices;
  #job: PreparedJob;
  #template: TargetTemplate;
  #sources: readonly Source[] = [];
  #planning: Promise<void> | undefined;
  #isDirty = false;
  #isChanging = false;
  #isStopped = false;

  constructor(job: PreparedJob, services: JobServices) {
    this.#services = services;
    this.#job = job;
    this.#template = targetTemplate(job.target, job.relabel);
  }

  get job(): PreparedJob {
    return this.#job;
  }

  /** Resolves when the addresses that are written out are planned; those that are discovered follow. */
  async start(): Promise<void> {
    this.#look(this.#job.target.discovery ?? []);
    await this.#replan();
  }

  /** Takes a changed job: places that both have are looked at on, new ones first, so that nothing vanishes for a moment. */
  async change(job: PreparedJob): Promise<void> {
    const before = this.#sources;
    const wanted = job.target.discovery ?? [];
    const isKept = ({ settings }: Source) => wanted.some((one) => isDeepStrictEqual(one, settings));
    this.#isChanging = true;
    this.#job = job;
    this.#template = targetTemplate(job.target, job.relabel);
    this.#sources = before.filter(isKept);
    this.#look(wanted.filter((one) => !before.some(({ settings }) => isDeepStrictEqual(one, settings))));
    for (const source of before) if (!isKept(source)) void source.discoverer.stop();
    await this.#ready();
    this.#isChanging = false;
    await this.#replan();
  }

  /** Resolves when all places have been looked at, or when that takes too long. */
  async #ready(): Promise<void> {
    const late = Promise.withResolvers<void>();
    const cancel = this.#services.clock.after(READY_WAIT_MS, late.resolve);
    await Promise.race([Promise.all(this.#sources.map(({ discoverer }) => discoverer.ready)), late.promise]);
    cancel();
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    await Promise.all(this.#sources.map(({ discoverer }) => discoverer.stop()));
    await this.#planning;
  }

  /** How it goes with each place where targets are looked for. */
  status(): readonly DiscoveryPlaceView[] {
    return this.#sources.map(({ discoverer }) => discoverer.status());
  }

  #look(places: readonly ResolvedDiscovery[]): void {
    const added = places.map((settings) => ({
      settings,
      discoverer: this.#services.discovererOf(settings, () => this.#onFound()),
    }));
    this.#sources = [...this.#sources, ...added];
    for (const { discoverer } of added) discoverer.start();
  }

  #onFound(): void {
    if (!this.#isChanging) void this.#replan();
  }

  /** One plan at a time; what is found meanwhile leads to another one. */
  #replan(): Promise<void> {
    this.#isDirty = true;
    this.#planning ??= this.#planUntilClean().finally(() => (this.#planning = undefined));
    return this.#planning;
  }

  async #planUntilClean(): Promise<void> {
    while (this.#isDirty && !this.#isStopped) {
      this.#isDirty = false;
      const job = this.#job;
      const plan = await this.#plan(job.target);
      if (!this.#isDirty && !this.#isStopped) this.#services.onPlan(job, plan);
    }
  }

  /** What is probed needs no discovery, and no program between. */
  async #plan(target: ResolvedTarget): Promise<TargetPlan> {
    if (target.probes) return planProbes(target, target.probes);
    const { targets: limit } = target.limits ?? DEFAULT_SCRAPE_LIMITS;
    return planTargets(this.#template, this.#groups(), limit);
  }

  #groups(): readonly TargetGroup[] {
    const { job, addresses } = this.#job.target;
    const written: TargetGroup = {
      source: job,
      labels: LabelSet.empty,
      targets: addresses.map((address) => LabelSet.fromSorted(['__address__'], [address])),
    };
    return [written, ...this.#sources.flatMap(({ discoverer }) => discoverer.groups())];
  }
}
