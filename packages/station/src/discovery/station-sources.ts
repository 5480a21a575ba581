import type { ResolvedCollectors, ResolvedStartedExporter, ResolvedTarget } from '@telltale/definition';
import { withoutCollected } from '../collectors/without-collected.ts';
import type { StartedExporters } from '../exporters/started-exporters.ts';
import type { ReloadedSettings } from '../settings.ts';
import { HOST_JOB } from './built-in-targets.ts';
import type { CollectorTargets } from './collector-targets.ts';
import type { TargetDiscovery } from './jobs/target-discovery.ts';

/** Nothing is read in this process. */
export const NO_COLLECTORS: ResolvedCollectors = { postgres: [], redis: [] };

/** Everything that a station scrapes. */
export interface SourceSettings {
  readonly targets: readonly ResolvedTarget[];
  readonly collectors: ResolvedCollectors;
  readonly exporters: readonly ResolvedStartedExporter[];
}

/** What {@link StationSources} takes. */
export interface StationSourcesOptions {
  readonly settings: SourceSettings;
  /** Whether this machine is read, unless collectors or exporters say otherwise. */
  readonly collectsHost: boolean;
  /** The station itself. */
  readonly own: readonly ResolvedTarget[];
  readonly discovery: TargetDiscovery;
  readonly collectors: CollectorTargets;
  readonly exporters: StartedExporters;
}

/** What a station scrapes: targets that are found, what it reads by itself, programs that it starts. */
export class StationSources {
  readonly #options: StationSourcesOptions;
  #settings: SourceSettings;

  constructor(options: StationSourcesOptions) {
    this.#options = options;
    this.#settings = options.settings;
  }

  /** Whether this machine is read, by the station or by a program that it starts. */
  get readsHost(): boolean {
    return this.#collectsHost(this.#settings) || startsHostExporter(this.#settings);
  }

  /**
   * Makes others ready to be taken in place of these, and changes nothing yet; what is not given stays.
   *
   * @returns What takes them: what stays as it is is scraped on. Rejects with TelltaleError `TT_DEFINITION_INVALID` for
   * rules of relabelling that cannot be compiled.
   */
  async prepare(next: Partial<SourceSettings>): Promise<() => Promise<void>> {
    const settings = sourcesOf(next, this.#settings);
    const { discovery, collectors, exporters, own } = this.#options;
    const kept = withoutCollected(settings.targets, settings.collectors);
    const prepared = await exporters.prepare(settings.exporters, kept);
    const takeTargets = discovery.prepare([...prepared.targets, ...own]);
    return async () => {
      this.#settings = settings;
      await prepared.take(takeTargets);
      await collectors.take(settings.collectors, this.#collectsHost(settings));
    };
  }

  /** Ends programs and connections; targets must have had their last scrape. */
  async close(): Promise<void> {
    this.#options.collectors.close();
    await this.#options.exporters.stop();
  }

  /** A program of its job takes the place of the reader of this machine. */
  #collectsHost(settings: SourceSettings): boolean {
    return this.#options.collectsHost && settings.collectors.host !== false && !startsHostExporter(settings);
  }
}

function startsHostExporter({ exporters }: SourceSettings): boolean {
  return exporters.some(({ job }) => job === HOST_JOB);
}

/** The sources of settings; where they say nothing, those from before. */
export function sourcesOf(
  { targets, collectors, exporters }: Partial<Pick<ReloadedSettings, keyof SourceSettings>>,
  before: SourceSettings = { targets: [], collectors: NO_COLLECTORS, exporters: [] },
): SourceSettings {
  return {
    targets: targets ?? before.targets,
    collectors: collectors ?? before.collectors,
    exporters: exporters ?? before.exporters,
  };
}
