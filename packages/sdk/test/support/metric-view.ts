import type { Exemplar } from '../../src/metrics/view/exemplar.ts';
import type { MetricView } from '../../src/metrics/view/metric-view.ts';
import type { SeriesPage } from '../../src/metrics/view/series-page.ts';

/** A row of a {@link TestPage}. */
export interface TestRow {
  readonly labels: readonly string[];
  readonly values: readonly number[];
  readonly exemplars?: readonly (Exemplar | undefined)[];
  readonly cell?: unknown;
}

/** A page whose rows a test changes by itself. */
export class TestPage implements SeriesPage {
  readonly values: Float64Array;
  readonly cells: unknown[];
  readonly live: Uint8Array;
  readonly exemplars: (readonly (Exemplar | undefined)[] | undefined)[];
  rowCount: number;
  version = 1;
  readonly #labels: readonly (readonly string[])[];

  constructor(rows: readonly TestRow[]) {
    this.values = Float64Array.from(rows.flatMap(({ values }) => values));
    this.cells = rows.map(({ cell }) => cell);
    this.live = new Uint8Array(rows.length).fill(1);
    this.exemplars = rows.map(({ exemplars }) => exemplars);
    this.rowCount = rows.length;
    this.#labels = rows.map(({ labels }) => labels);
  }

  textOf(row: number, label: number): string {
    return this.#labels[row][label];
  }
}

/** A metric of a test: a counter without labels where nothing else is said. */
export function metricView(parts: Partial<MetricView> & Pick<MetricView, 'name' | 'pages'>): MetricView {
  return {
    kind: 'counter',
    help: '',
    unit: '',
    labelNames: [],
    bounds: [],
    native: undefined,
    quantiles: [],
    states: [],
    aggregate: 'sum',
    hasExemplars: false,
    width: 1,
    seriesCount: parts.pages.reduce((sum, { rowCount }) => sum + rowCount, 0),
    createdMs: Date.UTC(2026, 0, 1),
    ...parts,
  };
}
