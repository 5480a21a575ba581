import type { ServiceCalls, ServiceMapResponse, ServiceNode } from '@telltale/station/contract';
import type { JSX } from 'preact';
import { DataTable } from '../../design/data-table.tsx';
import type { Column } from '../../design/data-table.tsx';
import { NO_VALUE, formatValue } from '../../format/units.ts';
import { useUrlState } from '../../navigation/url-state.ts';
import { lineOf } from '../../format/printable.ts';
import { mapCodec } from './view-state.ts';

/** A service by itself, or its calls of another. */
interface Row {
  readonly node: ServiceNode | undefined;
  readonly caller: string;
  readonly callee: string;
  readonly red: ServiceNode | ServiceCalls;
}

const COLUMNS: readonly Column<Row>[] = [
  {
    key: 'service',
    title: 'Service',
    isHeader: true,
    isWide: true,
    sortValue: ({ caller }) => caller,
    render: ({ caller, callee, node }) =>
      node ? (
        <>
          <strong>{lineOf(caller)}</strong>
          {node.isPeer && <span class="cell-note">sends no spans itself</span>}
        </>
      ) : (
        `${lineOf(caller)} → ${lineOf(callee)}`
      ),
  },
  number('rate', 'Rate', ({ red }) => red.ratePerSecond, 'per_second'),
  number('errors', 'Errors', ({ red }) => red.errorShare, 'ratio'),
  number('mean', 'Mean', ({ red }) => seconds(red.durationMs.mean), 'seconds'),
  number('p95', 'p95', ({ red }) => seconds(red.durationMs.p95), 'seconds'),
];

/** The map as a table: services, and the ways between them. */
export function CallTable({ map }: { readonly map: ServiceMapResponse }): JSX.Element {
  const [state, setState] = useUrlState(mapCodec);
  const rows: readonly Row[] = [
    ...map.nodes.map((node) => ({ node, caller: node.service, callee: '', red: node })),
    ...map.edges.map((edge) => ({ node: undefined, caller: edge.caller, callee: edge.callee, red: edge })),
  ];
  return (
    <DataTable
      label="Services and their calls"
      columns={COLUMNS}
      rows={rows}
      keyOf={({ caller, callee, node }) => JSON.stringify([caller, callee, node === undefined])}
      sort={state.sort}
      onSort={(sort) => setState({ ...state, sort }, 'replace')}
      onOpen={({ caller, callee, node }) =>
        setState({ ...state, service: caller, callee: node ? undefined : callee }, 'push')
      }
    />
  );
}

function seconds(ms: number | null): number | null {
  return ms === null ? null : ms / 1000;
}

function number(key: string, title: string, value: (row: Row) => number | null, unit: string): Column<Row> {
  return {
    key,
    title,
    align: 'end',
    sortValue: value,
    render: (row) => {
      const known = value(row);
      return known === null ? NO_VALUE : formatValue(unit, known);
    },
  };
}
