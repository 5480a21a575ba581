import type { Panel } from '@telltale/station/contract';
import type { JSX } from 'preact';
import { useMemo, useState } from 'preact/hooks';
import { DataTable } from '../../design/data-table.tsx';
import type { Column } from '../../design/data-table.tsx';
import { Icon } from '../../design/icon.tsx';
import { formatValue } from '../../format/units.ts';
import type { SortOrder } from '../../navigation/url-codec.ts';
import type { LatestValue } from '../latest/latest-values.ts';
import { breachOf } from '../thresholds/severity-at.ts';
import { labelColumns, valueRows } from './value-rows.ts';
import type { ValueRow } from './value-rows.ts';

/** The newest values as a table: a column for each label in which series differ, and one for each query. */
export function ValueTable(props: {
  readonly panel: Panel;
  readonly values: readonly LatestValue[];
}): JSX.Element {
  const { panel, values } = props;
  const rows = useMemo(() => valueRows(values), [values]);
  const [sort, setSort] = useState<SortOrder>({ column: 'value-0', isDescending: true });
  const columns: readonly Column<ValueRow>[] = [
    ...labelColumns(values).map((label, i): Column<ValueRow> => ({
      key: `label-${label}`,
      title: label,
      render: ({ labels }) => labels[label] ?? '',
      sortValue: ({ labels }) => labels[label],
      isHeader: i === 0,
    })),
    ...panel.queries.map(({ legend }, query): Column<ValueRow> => ({
      key: `value-${query}`,
      // A legend with placeholders names series, not the column.
      title: legend === '' || legend.includes('{{') ? 'Value' : legend,
      align: 'end',
      render: (row) => <Cell panel={panel} value={row.values.get(query) ?? null} />,
      sortValue: (row) => row.values.get(query),
    })),
  ];
  return (
    <div class="value-table">
      <DataTable
        label={panel.title}
        columns={columns}
        rows={rows}
        keyOf={({ key }) => key}
        sort={sort}
        onSort={setSort}
      />
    </div>
  );
}

function Cell({ panel, value }: { readonly panel: Panel; readonly value: number | null }): JSX.Element {
  const breach = breachOf(panel.thresholds, value);
  return (
    <span class={breach === undefined ? undefined : `is-${breach.severity}`}>
      {breach !== undefined && <Icon name="firing" />}
      {formatValue(panel.unit, value)}
    </span>
  );
}
