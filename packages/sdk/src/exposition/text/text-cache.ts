import type { MetricView } from '../../metrics/view/metric-view.ts';
import type { ExposedMetric } from '../names/exposed-metric.ts';
import type { EscapingScheme } from '../names/name-escaping.ts';
import type { TextBudget } from './metric-text.ts';
import { MetricText } from './metric-text.ts';

/** The text of a metric that was not exposed for so many scrapes is forgotten. */
const UNUSED_SCRAPES = 4;

/** The texts of metrics, kept from scrape to scrape as long as there is room. */
export class TextCache {
  readonly #budget: TextBudget;
  readonly #metrics = new Map<EscapingScheme | 'plain', Map<MetricView, MetricText>>();
  #scrape = 0;

  /** Text beyond the budget is made anew at each scrape. */
  constructor(budgetBytes: number) {
    this.#budget = { usedBytes: 0, maxBytes: budgetBytes };
  }

  /** Memory of what is kept, in bytes. */
  get usedBytes(): number {
    return this.#budget.usedBytes;
  }

  /** Begins a scrape: forgets metrics that no recent one had. */
  begin(): void {
    this.#scrape++;
    for (const texts of this.#metrics.values()) {
      for (const [view, text] of texts) {
        if (text.usedIn + UNUSED_SCRAPES >= this.#scrape) continue;
        text.clear();
        texts.delete(view);
      }
    }
  }

  /** The text of a metric under the names of a scheme. */
  textOf(metric: ExposedMetric, scheme: EscapingScheme): MetricText {
    const key = metric.isPlain ? 'plain' : scheme;
    let texts = this.#metrics.get(key);
    if (!texts) this.#metrics.set(key, (texts = new Map()));
    let text = texts.get(metric.view);
    if (!text) texts.set(metric.view, (text = new MetricText(metric, this.#budget)));
    text.usedIn = this.#scrape;
    return text;
  }
}
