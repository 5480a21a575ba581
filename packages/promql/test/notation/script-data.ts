import type { CompiledMatcher, Expr, LabelSet } from '@telltale/model';
import { MemorySeriesStore, bitsOf, walkExpr, writeStaleAt } from '@telltale/model';
import { compileMatcher, matchersOf } from '../../src/regexp/compile-matcher.ts';
import type { LoadCommand } from './script.ts';

/** The series a script has loaded so far. */
export class ScriptData {
  readonly #samples = new Map<string, { labels: LabelSet; byTime: Map<number, number | 'stale'> }>();
  readonly #histograms: LabelSet[] = [];

  load({ series, stepMs, withHistograms }: LoadCommand): void {
    for (const { labels, slots } of series) {
      const entry = this.#samples.get(labels.key) ?? { labels, byTime: new Map<number, number | 'stale'>() };
      this.#samples.set(labels.key, entry);
      if (withHistograms) this.#histograms.push(histogramOf(labels));
      if (slots.some(({ kind }) => kind === 'histogram')) this.#histograms.push(labels);
      for (const [i, slot] of slots.entries()) {
        if (slot.kind === 'number') entry.byTime.set(i * stepMs, slot.value);
        if (slot.kind === 'stale') entry.byTime.set(i * stepMs, 'stale');
      }
    }
  }

  /** The samples as a store. */
  store(): MemorySeriesStore {
    const store = new MemorySeriesStore();
    for (const { labels, byTime } of this.#samples.values()) {
      const ids = [store.intern(labels)];
      for (const [timestampMs, value] of [...byTime].sort(([a], [b]) => a - b)) {
        const values = new Float64Array([value === 'stale' ? 0 : value]);
        if (value === 'stale') writeStaleAt(bitsOf(values), 0);
        store.append({ group: '', timestampMs, ids, values });
      }
    }
    return store;
  }

  /** Whether a query selects any series that has native histograms. */
  touchesHistograms(expr: Expr): boolean {
    for (const node of walkExpr(expr)) {
      if (node.kind !== 'vector') continue;
      const matchers = matchersOf(node).map(compileMatcher);
      if (this.#histograms.some((labels) => matchesAll(matchers, labels))) return true;
    }
    return false;
  }
}

function matchesAll(matchers: readonly CompiledMatcher[], labels: LabelSet): boolean {
  return matchers.every((matcher) => matcher.matches(labels.get(matcher.name)));
}

/** The series under which the buckets of a classic histogram appear as a native one. */
function histogramOf(labels: LabelSet): LabelSet {
  return labels.with({ __name__: labels.metricName.replace(/_(?:bucket|count|sum)$/, ''), le: '' });
}
