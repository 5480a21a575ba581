import type { MetricView } from '../../metrics/view/metric-view.ts';
import type { GatherOptions, Gathered, Gatherer } from '../../registry/gatherer.ts';
import type { LocalMetrics } from '../local-metrics.ts';
import { MetricSum } from '../sum/metric-sum.ts';
import type { SumOptions } from '../sum/metric-sum.ts';
import { tellOfForeign } from '../tell-of-foreign.ts';
import type { Tell } from '../tell.ts';
import { foldDead } from './fold-dead.ts';
import type { FolderContent } from './folder-reader.ts';
import { FolderReader } from './folder-reader.ts';
import { OwnFile } from './own-file.ts';

/** What {@link FolderGatherer} takes. */
export interface FolderOptions {
  readonly folder: string;
  readonly member: string;
  readonly local: LocalMetrics;
  readonly sum: SumOptions;
  readonly tell: Tell;
}

/** Adds up the metrics of all processes that share a folder, dead ones included; any of them can be asked. */
export class FolderGatherer implements Gatherer {
  readonly #options: FolderOptions;
  readonly #file: OwnFile;
  readonly #reader: FolderReader;
  readonly #sum: MetricSum;
  readonly #onExit = () => this.#file.close();

  constructor(options: FolderOptions) {
    this.#options = options;
    this.#file = new OwnFile(options);
    this.#reader = new FolderReader(options.folder, options.tell);
    this.#sum = new MetricSum(options.sum);
    process.on('exit', this.#onExit);
  }

  /** The sum of this process' values as they are now and those of the others as last written. */
  async gather(options?: GatherOptions): Promise<Gathered> {
    const { local, member, tell } = this.#options;
    const [own, content] = await Promise.all([local.gather(options), this.#reader.read(member)]);
    tellOfForeign(own, tell);
    const metrics = this.#merge(own.metrics, content);
    this.#fold(content);
    return { metrics, foreign: own.foreign };
  }

  /** Writes what has changed, now: it survives whatever happens to the process. */
  checkpoint(): void {
    this.#file.checkpoint();
  }

  /** Writes for the last time. */
  close(): void {
    process.off('exit', this.#onExit);
    this.#file.close();
  }

  #merge(own: readonly MetricView[], { processes, dead }: FolderContent): readonly MetricView[] {
    return this.#sum.merge([own, ...processes.map(({ views }) => views), dead.views]);
  }

  #fold(content: FolderContent): void {
    const { folder, member, sum, tell } = this.#options;
    try {
      foldDead({ folder, member, content, sum: new MetricSum(sum) });
    } catch (error) {
      tell('folder_failed', '', () => `files of dead processes cannot be added up: ${String(error)}`);
    }
  }
}
