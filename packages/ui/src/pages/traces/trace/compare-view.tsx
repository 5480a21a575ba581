import type { JSX } from 'preact';
import { useMemo, useState } from 'preact/hooks';
import { DataTable } from '../../../design/data-table.tsx';
import type { Column } from '../../../design/data-table.tsx';
import { EmptyState } from '../../../design/empty-state.tsx';
import { NO_VALUE } from '../../../format/units.ts';
import { useHref } from '../../../navigation/links.ts';
import { useUrlState } from '../../../navigation/url-state.ts';
import { lineOf } from '../../../format/printable.ts';
import { compareTraces } from './compare-traces.ts';
import type { ComparedTraces } from './compare-traces.ts';
import { NoTrace } from './no-trace.tsx';
import { formatMs } from './span-time.ts';
import type { TraceTree } from './span-tree.ts';
import { operationKey } from './trace-figures.ts';
import { useTrace } from './use-trace.ts';
import { traceCodec, traceIdOf } from './view-state.ts';

const COLUMNS: readonly Column<ComparedTraces>[] = [
  {
    key: 'operation',
    title: 'Operation',
    isHeader: true,
    isWide: true,
    render: ({ service, operation }) => (
      <>
        {lineOf(operation)}
        <span class="cell-note">{lineOf(service)}</span>
      </>
    ),
  },
  end('count', 'Spans', ({ one }) => String(one?.count ?? NO_VALUE)),
  end('other-count', 'In the other', ({ other }) => String(other?.count ?? NO_VALUE)),
  end('self', 'Own time', ({ one }) => (one ? formatMs(one.selfMs) : NO_VALUE)),
  end('other-self', 'In the other', ({ other }) => (other ? formatMs(other.selfMs) : NO_VALUE)),
  {
    ...end(
      'change',
      'Difference',
      ({ moreMs }) => `${moreMs > 0 ? '+' : moreMs < 0 ? '−' : ''}${formatMs(Math.abs(moreMs))}`,
    ),
  },
];

/** This trace beside another one: which operations took longer, and which only one of them has. */
export function CompareView({ tree }: { readonly tree: TraceTree }): JSX.Element {
  const [state, setState] = useUrlState(traceCodec);
  const [typed, setTyped] = useState(state.other);
  const hrefOf = useHref();
  const otherId = traceIdOf(state.other) ?? '';
  const { trace, error, refresh } = useTrace(otherId);
  const rows = useMemo(() => (trace ? compareTraces(tree, trace.tree) : []), [tree, trace]);
  const isWrong = typed.trim() !== '' && traceIdOf(typed) === undefined;
  return (
    <>
      <form
        class="trace-tools"
        onSubmit={(event) => {
          event.preventDefault();
          if (!isWrong) setState({ ...state, other: traceIdOf(typed) ?? '' }, 'push');
        }}
      >
        <label class="field trace-other">
          <span class="field-label">Compare with the trace</span>
          <input
            class="input"
            value={typed}
            placeholder="32 hexadecimal digits"
            autocomplete="off"
            spellcheck={false}
            aria-invalid={isWrong}
            onInput={(event) => setTyped(event.currentTarget.value)}
          />
        </label>
        <button type="submit" class="button is-primary">
          Compare
        </button>
        {isWrong && <span class="tone-bad">A trace id has 32 hexadecimal digits</span>}
      </form>
      {otherId === '' && (
        <EmptyState title="No other trace is chosen">
          <p>Paste the id of another trace of this operation, such as a fast one beside a slow one.</p>
        </EmptyState>
      )}
      {otherId !== '' && trace === undefined && (
        <NoTrace error={error} onRetry={refresh} searchHref={hrefOf({ page: 'traces', id: undefined })} />
      )}
      {trace && (
        <>
          <p class="trace-summary">
            <strong>{formatMs(tree.durationMs)}</strong> here,{' '}
            <strong>{formatMs(trace.tree.durationMs)}</strong> in{' '}
            <a href={hrefOf({ page: 'traces', id: otherId })}>the other</a>.
          </p>
          <DataTable
            label="Operations of both traces"
            columns={COLUMNS}
            rows={rows}
            keyOf={({ service, operation }) => operationKey(service, operation)}
          />
        </>
      )}
    </>
  );
}

function end(key: string, title: string, render: (row: ComparedTraces) => string): Column<ComparedTraces> {
  return { key, title, align: 'end', render };
}
