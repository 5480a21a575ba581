import type { TraceSummary } from '@telltale/station/contract';
import type { JSX } from 'preact';
import { useMemo } from 'preact/hooks';
import { DataTable } from '../../../design/data-table.tsx';
import type { Column } from '../../../design/data-table.tsx';
import { colourOf } from '../../../design/colours.ts';
import { Time } from '../../../design/time.tsx';
import { TooMuch } from '../../../design/too-much.tsx';
import { useGo, useHref } from '../../../navigation/links.ts';
import { lineOf } from '../../../format/printable.ts';
import { formatMs } from '../trace/span-time.ts';
import type { SearchChoices } from './view-state.ts';

const SHOWN_SERVICES = 4;

/** The traces that were found. */
export function FoundTraces(props: {
  readonly traces: readonly TraceSummary[];
  readonly choices: SearchChoices;
  readonly isMore: boolean;
}): JSX.Element {
  const { traces, isMore } = props;
  const { state } = props.choices;
  const go = useGo();
  const hrefOf = useHref();
  const longestMs = traces.reduce((most, { durationMs }) => Math.max(most, durationMs), 0);
  const columns = useMemo(
    () => columnsOf(longestMs, (id) => hrefOf({ page: 'traces', id })),
    [longestMs, hrefOf],
  );
  return (
    <>
      {isMore && (
        <TooMuch title={`The ${traces.length} ${state.order} traces are shown`}>
          There may be more: choose less time, or filter.
        </TooMuch>
      )}
      <DataTable
        label="Traces"
        columns={columns}
        rows={traces}
        keyOf={({ traceId }) => traceId}
        onOpen={({ traceId }) => go(hrefOf({ page: 'traces', id: traceId }))}
      />
    </>
  );
}

function columnsOf(
  longestMs: number,
  addressOf: (traceId: string) => string,
): readonly Column<TraceSummary>[] {
  return [
    {
      key: 'trace',
      title: 'Trace',
      isHeader: true,
      isWide: true,
      render: ({ traceId, service, operation, isPartial }) => (
        <>
          <a class="trace-link" href={addressOf(traceId)}>
            {lineOf(operation) || '(no name)'}
          </a>
          <span class="cell-note">
            {lineOf(service)}
            {isPartial && ' · parts are missing'}
          </span>
        </>
      ),
    },
    { key: 'at', title: 'Began', render: ({ startMs }) => <Time atMs={startMs} as="both" /> },
    {
      key: 'services',
      title: 'Services',
      isSecondary: true,
      render: ({ services }) => <ServiceKeys services={services} />,
    },
    { key: 'spans', title: 'Spans', align: 'end', render: ({ spans }) => spans.toLocaleString('en-GB') },
    {
      key: 'errors',
      title: 'Errors',
      align: 'end',
      render: ({ errors }) => (errors === 0 ? '0' : <strong class="tone-bad">{errors}</strong>),
    },
    {
      key: 'duration',
      title: 'Duration',
      align: 'end',
      render: ({ durationMs }) => <DurationBar durationMs={durationMs} longestMs={longestMs} />,
    },
  ];
}

function ServiceKeys({ services }: Pick<TraceSummary, 'services'>): JSX.Element {
  const names = Object.keys(services).sort((a, b) => services[b] - services[a]);
  return (
    <span class="trace-keys" title={names.map((name) => `${lineOf(name)}: ${services[name]}`).join(', ')}>
      {names.slice(0, SHOWN_SERVICES).map((name) => (
        <span key={name} class="trace-key-name">
          <span class={`trace-key series-${colourOf(name)}`} aria-hidden="true" />
          <span class="trace-service">{lineOf(name)}</span>
        </span>
      ))}
      {names.length > SHOWN_SERVICES && <span class="section-note">+{names.length - SHOWN_SERVICES}</span>}
    </span>
  );
}

function DurationBar(props: { readonly durationMs: number; readonly longestMs: number }): JSX.Element {
  return (
    <span class="trace-took">
      {formatMs(props.durationMs)}
      <span class="trace-took-bar" aria-hidden="true">
        <span style={{ width: `${(props.durationMs / (props.longestMs || 1)) * 100}%` }} />
      </span>
    </span>
  );
}
