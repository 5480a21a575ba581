import type { MetricView } from '../../metrics/view/metric-view.ts';
import type { SeriesPage } from '../../metrics/view/series-page.ts';
import type { ExposedMetric } from '../names/exposed-metric.ts';
import type { EscapingScheme } from '../names/name-escaping.ts';
import type { SampleLines } from './sample-lines.ts';
import { sampleLinesOf } from './sample-lines.ts';
import { TextBlock } from './text-block.ts';

/** Lines of a block, about: enough that its overhead does not count, few enough to be made in a moment. */
const LINES_PER_BLOCK = 512;
const ROWS_PER_PAGE = 64;
/** The text of a metric that was not exposed for so many scrapes is forgotten. */
const UNUSED_SCRAPES = 4;

interface CachedBlock {
  readonly pages: readonly SeriesPage[];
  readonly versions: readonly number[];
  readonly text: TextBlock;
  size: number;
}

/** The lines of a metric, and those of its blocks that are kept. */
interface MetricText {
  readonly lines: SampleLines;
  readonly pagesPerBlock: number;
  readonly blocks: (CachedBlock | undefined)[];
  usedIn: number;
}

/** Lines of some pages of a metric; good until any other block is asked for. */
export interface PagesText {
  readonly pages: readonly SeriesPage[];
  readonly linesPerRow: number;
  readonly text: TextBlock;
}

/** The sample lines of metrics, kept from scrape to scrape as long as there is room. */
export class TextCache {
  readonly #budgetBytes: number;
  readonly #metrics = new Map<EscapingScheme | 'plain', Map<MetricView, MetricText>>();
  #usedBytes = 0;
  #scrape = 0;

  /** Text beyond the budget is made anew at each scrape. */
  constructor(budgetBytes: number) {
    this.#budgetBytes = budgetBytes;
  }

  /** Memory of what is kept, in bytes. */
  get usedBytes(): number {
    return this.#usedBytes;
  }

  /** Begins a scrape: forgets metrics that no recent one had. */
  begin(): void {
    this.#scrape++;
    for (const texts of this.#metrics.values()) {
      for (const [view, text] of texts) {
        if (text.usedIn + UNUSED_SCRAPES >= this.#scrape) continue;
        this.#truncate(text, 0);
        texts.delete(view);
      }
    }
  }

  /** All lines of a metric, block by block, with the values of this moment. */
  *blocksOf(metric: ExposedMetric, scheme: EscapingScheme): Generator<PagesText> {
    const text = this.#textOf(metric, scheme);
    const { pages } = metric.view;
    const { pagesPerBlock, lines } = text;
    for (let start = 0; start < pages.length; start += pagesPerBlock) {
      const own = pages.slice(start, start + pagesPerBlock);
      const block = this.#block(text, start / pagesPerBlock, own);
      yield { pages: own, linesPerRow: lines.perRow, text: block };
    }
    this.#truncate(text, Math.ceil(pages.length / pagesPerBlock));
  }

  #textOf(metric: ExposedMetric, scheme: EscapingScheme): MetricText {
    const key = metric.isPlain ? 'plain' : scheme;
    let texts = this.#metrics.get(key);
    if (!texts) this.#metrics.set(key, (texts = new Map()));
    let text = texts.get(metric.view);
    if (!text) {
      const lines = sampleLinesOf(metric);
      const pagesPerBlock = Math.max(1, Math.floor(LINES_PER_BLOCK / (ROWS_PER_PAGE * lines.perRow)));
      text = { lines, pagesPerBlock, blocks: [], usedIn: this.#scrape };
      texts.set(metric.view, text);
    }
    text.usedIn = this.#scrape;
    return text;
  }

  #block(text: MetricText, index: number, pages: readonly SeriesPage[]): TextBlock {
    const cached = text.blocks[index];
    if (cached && isUpToDate(cached, pages)) {
      if (cached.text.update(valuesOf(text.lines, pages))) this.#resize(cached, cached.text.size);
      return cached.text;
    }
    this.#forget(text, index);
    const made = makeBlock(text.lines, pages);
    const { size } = made;
    if (this.#usedBytes + size <= this.#budgetBytes) {
      this.#usedBytes += size;
      text.blocks[index] = { pages, versions: pages.map(({ version }) => version), text: made, size };
    }
    return made;
  }

  #resize(cached: CachedBlock, size: number): void {
    this.#usedBytes += size - cached.size;
    cached.size = size;
  }

  #truncate(text: MetricText, count: number): void {
    for (let index = count; index < text.blocks.length; index++) this.#forget(text, index);
    text.blocks.length = Math.min(text.blocks.length, count);
  }

  #forget(text: MetricText, index: number): void {
    this.#usedBytes -= text.blocks[index]?.size ?? 0;
    text.blocks[index] = undefined;
  }
}

function isUpToDate({ pages, versions }: CachedBlock, now: readonly SeriesPage[]): boolean {
  return (
    pages.length === now.length &&
    pages.every((page, index) => page === now[index] && page.version === versions[index])
  );
}

function makeBlock(lines: SampleLines, pages: readonly SeriesPage[]): TextBlock {
  const prefixes: string[] = [];
  for (const page of pages) lines.addPrefixes(page, prefixes);
  return new TextBlock(prefixes, valuesOf(lines, pages));
}

/** Values of the block at hand; it is done with before the next one begins. */
let values = new Float64Array(2 * LINES_PER_BLOCK);

function valuesOf(lines: SampleLines, pages: readonly SeriesPage[]): Float64Array {
  let needed = 0;
  for (const { rowCount } of pages) needed += rowCount * lines.perRow;
  if (values.length < needed) values = new Float64Array(needed * 2);
  let at = 0;
  for (const page of pages) at = lines.putValues(page, values, at);
  return values;
}
