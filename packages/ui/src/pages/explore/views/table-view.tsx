import type { JSX } from 'preact';
import { useMemo } from 'preact/hooks';
import { DataTable } from '../../../design/data-table.tsx';
import type { Column } from '../../../design/data-table.tsx';
import { EmptyState } from '../../../design/empty-state.tsx';
import { formatLabels } from '../../../format/series-names.ts';
import { labelColumns } from '../label-columns.ts';
import type { InstantRow } from '../instant-answer.ts';
import { InstantFrame } from './instant-frame.tsx';
import { NoSeries } from './no-series.tsx';
import type { QueryResultProps } from './query-result-props.ts';
import { useInstant, useMoment } from './use-instant.ts';

/** The answer at one moment, a row a series and a column a label. */
export function TableView(props: QueryResultProps): JSX.Element {
  const { query, letter, explore } = props;
  const { state } = explore;
  const atMs = useMoment(state);
  const answer = useInstant(query, atMs, props.isVisible);
  return (
    <InstantFrame answer={answer}>
      {({ rows }) =>
        rows.length === 0 ? (
          <EmptyState title="No series at this moment">
            <NoSeries query={query} atMs={atMs} onExplore={props.onExplore} />
          </EmptyState>
        ) : (
          <ValueGrid
            label={`Query ${letter}: series`}
            rows={rows}
            sort={state.sort}
            onSort={(sort) => explore.show({ ...state, sort })}
          />
        )
      }
    </InstantFrame>
  );
}

function ValueGrid(props: {
  readonly label: string;
  readonly rows: readonly InstantRow[];
  readonly sort: QueryResultProps['explore']['state']['sort'];
  readonly onSort: (sort: QueryResultProps['explore']['state']['sort']) => void;
}): JSX.Element {
  const { rows } = props;
  const columns = useMemo(() => columnsOf(rows), [rows]);
  return (
    <div class="explore-scroll">
      <DataTable
        label={props.label}
        columns={columns}
        rows={rows}
        keyOf={(row) => formatLabels(row.labels)}
        sort={props.sort}
        onSort={props.onSort}
      />
    </div>
  );
}

function columnsOf(rows: readonly InstantRow[]): readonly Column<InstantRow>[] {
  const { names, hasRest } = labelColumns(rows.map(({ labels }) => labels));
  const shown = new Set(names);
  return [
    ...names.map((name, i): Column<InstantRow> => ({
      // No label has this prefix and the value's name at once.
      key: `label:${name}`,
      title: name === '__name__' ? 'metric' : name,
      render: ({ labels }) => labels[name] ?? '',
      sortValue: ({ labels }) => labels[name],
      isHeader: i === 0,
    })),
    ...(hasRest
      ? [
          {
            key: 'rest',
            title: 'Other labels',
            isWide: true,
            render: ({ labels }: InstantRow) =>
              formatLabels(Object.fromEntries(Object.entries(labels).filter(([name]) => !shown.has(name)))),
          },
        ]
      : []),
    {
      key: 'value',
      title: 'Value',
      align: 'end',
      render: ({ text }) => <span class="explore-value">{text}</span>,
      sortValue: ({ value }) => value,
      isHeader: names.length === 0,
    },
  ];
}
