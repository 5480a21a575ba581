import type { JSX } from 'preact';
import { useRef } from 'preact/hooks';
import { alignColumns, presentValue } from '../../../data/aligned-columns.ts';
import type { PanelData } from '../../../data/panel-board.ts';
import { usePanelData } from '../../../data/station-context.ts';
import { useVisible } from '../../../data/use-visible.ts';
import { DataTable } from '../../../design/data-table.tsx';
import type { Column } from '../../../design/data-table.tsx';
import { formatValue } from '../../../format/units.ts';

interface PageRow {
  readonly page: string;
  readonly loads: number | null;
  readonly p50: number | null;
  readonly p95: number | null;
}

const LOADS = 'sum by (page) (increase(ui_dashboard_load_seconds_count{job="telltale"}[1h])) > 0';
const quantile = (q: number): string =>
  `histogram_quantile(${q}, sum by (le, page) (increase(ui_dashboard_load_seconds_bucket{job="telltale"}[1h])))`;
const QUERIES = [LOADS, quantile(0.5), quantile(0.95)].map((query) => ({
  query,
  legend: '{{page}}',
  isInstant: true,
}));

const COLUMNS: readonly Column<PageRow>[] = [
  { key: 'page', title: 'Page', isHeader: true, render: ({ page }) => page },
  {
    key: 'loads',
    title: 'Loads',
    align: 'end',
    render: ({ loads }) => formatValue('', loads && Math.round(loads)),
  },
  { key: 'p50', title: 'Half within', align: 'end', render: ({ p50 }) => formatValue('seconds', p50) },
  { key: 'p95', title: '95% within', align: 'end', render: ({ p95 }) => formatValue('seconds', p95) },
];

/** How long pages took in browsers until all of them was drawn. */
export function PageLoads(): JSX.Element {
  const element = useRef<HTMLElement>(null);
  const data = usePanelData(QUERIES, useVisible(element));
  const rows = rowsOf(data);
  return (
    <section class="status-section" ref={element}>
      <h2 class="section-title">
        How long pages take
        <span class="section-note">as browsers report it, in the last hour</span>
      </h2>
      {rows.length > 0 && (
        <DataTable label="Page loads" columns={COLUMNS} rows={rows} keyOf={({ page }) => page} />
      )}
      {rows.length === 0 && data !== undefined && (
        <p class="remote-note">
          {data.errors[0] ?? 'No page has reported yet; a page does when it has all its data.'}
        </p>
      )}
    </section>
  );
}

function rowsOf(data: PanelData | undefined): readonly PageRow[] {
  const byQuery = QUERIES.map(({ query }) => valuesOf(query, data));
  const [loads, p50, p95] = byQuery;
  return [...loads.keys()].sort().map((page) => ({
    page,
    loads: loads.get(page) ?? null,
    p50: p50.get(page) ?? null,
    p95: p95.get(page) ?? null,
  }));
}

function valuesOf(query: string, data: PanelData | undefined): ReadonlyMap<string, number | null> {
  const answer = data?.answers.find((one) => one.query === query);
  if (data === undefined || answer === undefined) return new Map();
  const { series } = alignColumns([answer], data.window, '', Infinity);
  return new Map(series.map(({ name, values }) => [name, presentValue(values)]));
}
