import type { ExpositionFormat } from '@telltale/model';
import type { SeriesPage } from '../../metrics/view/series-page.ts';
import { ROWS_PER_PAGE } from '../../metrics/view/series-page.ts';
import type { ExposedMetric } from '../names/exposed-metric.ts';
import type { SeriesExtent } from '../series-extent.ts';
import { familyHead, openMetricsFamily } from './family-head.ts';
import type { SampleLines } from './sample-lines.ts';
import { sampleLinesOf } from './sample-lines.ts';
import { TextBlock } from './text-block.ts';

/** Lines of a block, about: enough that its overhead does not count, few enough to be made in a moment. */
const LINES_PER_BLOCK = 512;

/** Memory that kept text takes, of all metrics together, and may take. */
export interface TextBudget {
  usedBytes: number;
  readonly maxBytes: number;
}

interface KeptBlock {
  readonly pages: readonly SeriesPage[];
  readonly versions: readonly number[];
  readonly text: TextBlock;
  size: number;
}

/** The text of a metric: what is said about it, and its lines in blocks of some pages each. */
export class MetricText {
  /** The last scrape that showed it. */
  usedIn = 0;
  /** Lines of one series. */
  readonly linesPerRow: number;
  readonly #metric: ExposedMetric;
  readonly #budget: TextBudget;
  readonly #lines: SampleLines;
  readonly #pagesPerBlock: number;
  /** Of the text format, and by type in OpenMetrics. */
  readonly #heads = new Map<string, Uint8Array>();
  readonly #blocks: (KeptBlock | undefined)[] = [];

  constructor(metric: ExposedMetric, budget: TextBudget) {
    this.#metric = metric;
    this.#budget = budget;
    this.#lines = sampleLinesOf(metric);
    this.linesPerRow = this.#lines.perRow;
    this.#pagesPerBlock = Math.max(1, Math.floor(LINES_PER_BLOCK / (ROWS_PER_PAGE * this.linesPerRow)));
  }

  /** The lines before the samples; `taken` are names that it cannot have as a family in OpenMetrics. */
  head(format: ExpositionFormat, taken: ReadonlySet<string>): Uint8Array {
    const { name, view } = this.#metric;
    const { kind: type, help, unit } = view;
    const key = format === 'text' ? format : openMetricsFamily({ name, type }, taken).type;
    let head = this.#heads.get(key);
    if (!head) {
      head = Buffer.from(familyHead({ name, type, help, unit }, format, taken));
      this.#heads.set(key, head);
    }
    return head;
  }

  /** Number of blocks; those that are no more are forgotten. */
  blockCount({ pageCount }: SeriesExtent): number {
    const count = Math.ceil(pageCount / this.#pagesPerBlock);
    if (this.#blocks.length > count) this.#truncate(count);
    return count;
  }

  /** The pages of a block. */
  pagesOf(extent: SeriesExtent, index: number): readonly SeriesPage[] {
    return extent.pages(index * this.#pagesPerBlock, this.#pagesPerBlock);
  }

  /** A block with the values of this moment; good until any other is asked for. */
  block(extent: SeriesExtent, index: number): TextBlock {
    const pages = this.pagesOf(extent, index);
    const kept = this.#blocks[index];
    if (kept && isUpToDate(kept, pages)) {
      if (kept.text.update(valuesOf(this.#lines, pages))) this.#resize(kept);
      return kept.text;
    }
    this.#forget(index);
    const text = this.#makeBlock(pages);
    const { size } = text;
    if (this.#budget.usedBytes + size <= this.#budget.maxBytes) {
      this.#budget.usedBytes += size;
      this.#blocks[index] = { pages: [...pages], versions: pages.map(({ version }) => version), text, size };
    }
    return text;
  }

  /** Forgets all blocks. */
  clear(): void {
    this.#truncate(0);
  }

  #makeBlock(pages: readonly SeriesPage[]): TextBlock {
    const prefixes: string[] = [];
    for (const page of pages) this.#lines.addPrefixes(page, prefixes);
    return new TextBlock(prefixes, valuesOf(this.#lines, pages));
  }

  #resize(kept: KeptBlock): void {
    const { size } = kept.text;
    this.#budget.usedBytes += size - kept.size;
    kept.size = size;
  }

  #truncate(count: number): void {
    for (let index = count; index < this.#blocks.length; index++) this.#forget(index);
    this.#blocks.length = Math.min(this.#blocks.length, count);
  }

  #forget(index: number): void {
    this.#budget.usedBytes -= this.#blocks[index]?.size ?? 0;
    this.#blocks[index] = undefined;
  }
}

function isUpToDate({ pages, versions }: KeptBlock, now: readonly SeriesPage[]): boolean {
  if (pages.length !== now.length) return false;
  for (let i = 0; i < now.length; i++) {
    if (pages[i] !== now[i] || now[i].version !== versions[i]) return false;
  }
  return true;
}

/** Values of the block at hand; it is done with before the next one begins. */
let values = new Float64Array(2 * LINES_PER_BLOCK);

function valuesOf(lines: SampleLines, pages: readonly SeriesPage[]): Float64Array {
  let needed = 0;
  for (let i = 0; i < pages.length; i++) needed += pages[i].rowCount * lines.perRow;
  if (values.length < needed) values = new Float64Array(needed * 2);
  let at = 0;
  for (let i = 0; i < pages.length; i++) at = lines.putValues(pages[i], values, at);
  return values;
}
