import type { Duration } from '../time/duration.ts';
import type { DiscoveryDeclaration } from './discovery-declaration.ts';
import type { RelabelDeclaration } from './relabel-declaration.ts';
import type { ScrapeAccessDeclaration } from './scrape-access-declaration.ts';
import type { ScrapeLimitsDeclaration } from './scrape-declaration.ts';

/** What a page of a program and the program itself have in common. */
interface ScrapeOptions {
  /** The definition's `scrape.every` by default. */
  readonly every?: Duration;
  /** The definition's `scrape.timeout` by default. */
  readonly timeout?: Duration;
  /** Parameters of the URL. */
  readonly params?: Readonly<Record<string, string | readonly string[]>>;
  /**
   * Whether native histograms are read: `true` takes a histogram that has native buckets as one series
   * without its classic `_bucket`, `_sum` and `_count`; `with-classic` takes both. Not by default.
   */
  readonly nativeHistograms?: boolean | 'with-classic';
  /** Labels added to every sample. */
  readonly labels?: Readonly<Record<string, string>>;
  /** Changes the labels of each sample before it is kept, or drops it. */
  readonly metricRelabel?: readonly RelabelDeclaration[];
  /**
   * Whether labels of a sample stay where the target has others of the same name; they become
   * `exported_…` by default.
   */
  readonly honorLabels?: boolean;
  /** Whether timestamps on the page count; by default a sample counts when it is read. */
  readonly honorTimestamps?: boolean;
  /** What one scrape may bring; the definition's `scrape.limits` by default. */
  readonly limits?: ScrapeLimitsDeclaration;
}

/** Another page of a program, scraped on its own: its job is that of the program, a dash, and its name. */
export interface TargetPage extends ScrapeOptions {
  readonly path: `/${string}`;
}

/** What targets with and without written addresses have in common. */
export interface TargetOptions extends ScrapeOptions, ScrapeAccessDeclaration {
  /** `/metrics` by default. */
  readonly path?: `/${string}`;
  /** `http` by default. */
  readonly scheme?: 'http' | 'https';
  /** Further pages of the same program, with intervals of their own. */
  readonly pages?: Readonly<Record<string, TargetPage>>;
  /**
   * Changes the labels of each instance before it is scraped, or drops it: those of discovery
   * (`__address__`, `__meta_…`) among them.
   */
  readonly relabel?: readonly RelabelDeclaration[];
  /** Whether the program ends by itself, so that it is away most of the time; no by default. */
  readonly batch?: boolean;
  /** Name of the Compose service or Kubernetes Service behind it; the job by default. */
  readonly container?: string;
}

/** A program whose instances are written out; more of them may be discovered. */
export interface StaticTarget extends TargetOptions {
  /** `host:port` of the instance, or of each instance. */
  readonly address: string | readonly string[];
  readonly discover?: DiscoveryDeclaration | readonly DiscoveryDeclaration[];
}

/** A program whose instances are discovered. */
export interface DiscoveredTarget extends TargetOptions {
  readonly address?: string | readonly string[];
  /** Where the instances come from. */
  readonly discover: DiscoveryDeclaration | readonly DiscoveryDeclaration[];
}

/**
 * A program whose metrics are scraped; the name (`job`) is its key in the definition.
 *
 * @example
 * ```ts
 * import { defineMonitoring, resolveDefinition } from '@telltale/sdk/define';
 *
 * const definition = defineMonitoring({
 *   service: 'shop',
 *   targets: {
 *     shop: {
 *       address: 'shop:3000',
 *       every: '10s',
 *       pages: { stock: { path: '/stock/metrics', every: '1m' } },
 *       metricRelabel: [{ action: 'drop', sourceLabels: ['__name__'], regex: 'go_.*' }],
 *     },
 *     workers: {
 *       discover: { kind: 'dns', names: 'workers.internal', type: 'A', port: 9100 },
 *       basicAuth: { username: 'telltale', password: { env: 'WORKERS_PASSWORD' } },
 *       relabel: [{ sourceLabels: ['__address__'], regex: '(.*):.*', targetLabel: 'host' }],
 *     },
 *   },
 * });
 * const { targets } = resolveDefinition(definition);
 * console.log(targets.map(({ job }) => job).join(' ')); // shop shop-stock workers
 * ```
 */
export type TargetDeclaration = StaticTarget | DiscoveredTarget;

/** The names of jobs: of targets, and of their further pages. */
export type JobsOf<Targets> = {
  [Job in keyof Targets & string]:
    | Job
    | (Targets[Job] extends { readonly pages: infer Pages } ? `${Job}-${keyof Pages & string}` : never);
}[keyof Targets & string];
