import type { MetricFamily } from '@telltale/model';
import type { Diagnostics } from '../diagnostics/diagnostics.ts';
import { foreignFamily } from './foreign-family.ts';

/** A registry of prom-client, of `@prometheus-io/client` or of `@telltale/sdk/prom-client`. */
export interface ForeignRegistry {
  getMetricsAsJSON(): Promise<readonly object[]>;
  /** Media type of its page. */
  readonly contentType?: string;
}

/** Registries of other clients, whose metrics are shown beside ours. */
export class ForeignRegistries {
  readonly #included = new Set<IncludedRegistry>();
  readonly #diagnostics: Diagnostics;

  constructor(diagnostics: Diagnostics) {
    this.#diagnostics = diagnostics;
  }

  /** Includes a registry; the result takes it out again. */
  include(registry: ForeignRegistry): () => void {
    const included = new IncludedRegistry(registry);
    this.#included.add(included);
    return () => void this.#included.delete(included);
  }

  /** The families of all registries. One that fails or takes longer than allowed is left out, and told. */
  async read(timeoutMs: number): Promise<readonly MetricFamily[]> {
    const families = await Promise.all(
      Array.from(this.#included, async (included) => {
        try {
          return await included.read(timeoutMs);
        } catch (error) {
          const describe = () =>
            `an included registry failed: ${error instanceof Error ? error.message : typeof error}`;
          this.#diagnostics.drop('collect_failed', '', describe);
          return [];
        }
      }),
    );
    return families.flat();
  }

  /** The families as they were read last: nothing is waited for. */
  get latest(): readonly MetricFamily[] {
    return Array.from(this.#included).flatMap(({ latest }) => latest);
  }
}

class IncludedRegistry {
  latest: readonly MetricFamily[] = [];
  readonly #registry: ForeignRegistry;
  #reading: Promise<readonly MetricFamily[]> | undefined;

  constructor(registry: ForeignRegistry) {
    this.#registry = registry;
  }

  /** One that still reads is not asked again: collectors that hang would become more with every scrape. */
  async read(timeoutMs: number): Promise<readonly MetricFamily[]> {
    this.#reading ??= this.#read().finally(() => (this.#reading = undefined));
    const { promise: late, reject } = Promise.withResolvers<never>();
    const timer = setTimeout(() => reject(new Error(`no values within ${timeoutMs} ms`)), timeoutMs);
    try {
      return await Promise.race([this.#reading, late]);
    } finally {
      clearTimeout(timer);
    }
  }

  async #read(): Promise<readonly MetricFamily[]> {
    const isOpenMetrics = String(this.#registry.contentType).startsWith('application/openmetrics-text');
    const metrics = await this.#registry.getMetricsAsJSON();
    this.latest = metrics
      .map((metric) => foreignFamily(metric, isOpenMetrics))
      .filter((family) => family !== undefined);
    return this.latest;
  }
}
