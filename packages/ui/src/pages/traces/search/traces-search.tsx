import type { JSX } from 'preact';
import { useRemote, useStation } from '../../../data/station-context.ts';
import { boundsOf } from '../../../data/time-range.ts';
import { ErrorState } from '../../../design/error-state.tsx';
import { FilterChips } from '../../../design/filter-chips.tsx';
import { PageHead } from '../../../design/page-head.tsx';
import { Skeleton } from '../../../design/skeleton.tsx';
import { Tabs } from '../../../design/tabs.tsx';
import { useCommands } from '../../../navigation/commands.tsx';
import { useHref } from '../../../navigation/links.ts';
import { useTime } from '../../../navigation/time.tsx';
import { useUrlState } from '../../../navigation/url-state.ts';
import { ComparedSets } from './compared-sets.tsx';
import { FilterBar } from './filter-bar.tsx';
import { FoundTraces } from './found-traces.tsx';
import { NoTraces } from './no-traces.tsx';
import { OperationTable } from './operation-table.tsx';
import { TraceQueryBar } from './query-bar.tsx';
import { Scatter } from './scatter.tsx';
import { UNFILTERED, isUnfiltered, queryOf, searchCodec } from './view-state.ts';
import type { SearchChoices } from './view-state.ts';

/** So many traces are looked at. */
const MOST_TRACES = 300;

/** Finds traces: by service, operation, duration, status and attributes. */
export function TracesSearch(): JSX.Element {
  const [state, setState] = useUrlState(searchCodec);
  const change: SearchChoices['change'] = (part, mode = 'push') => setState({ ...state, ...part }, mode);
  const choices: SearchChoices = { state, change };
  const { range, window } = useTime();
  const { nowMs } = useStation();
  const query = queryOf(state);
  const found = useRemote(
    ['traces', query, state.order, range, range.kind === 'last' ? window.endMs : 0],
    (api, signal) =>
      api.traces.search(
        { query, order: state.order, limit: MOST_TRACES, ...boundsOf(range, nowMs()) },
        signal,
      ),
    { isLive: false, keepsPrevious: true },
  );
  useTraceCommands(choices);
  const { data, error } = found;
  const isWrong = isQueryError(error);
  const traces = data?.traces ?? [];
  const clear = (): void => change(UNFILTERED);
  const isMore = traces.length >= MOST_TRACES;
  return (
    <div class="traces">
      <PageHead
        title="Traces"
        summary={
          data === undefined || isWrong
            ? undefined
            : `${isMore ? `The ${state.order} ` : ''}${traces.length} ${traces.length === 1 ? 'trace' : 'traces'}`
        }
      />
      <TraceQueryBar
        query={state.query}
        error={isWrong ? error : ''}
        onAsk={(text) => (text === state.query ? found.refresh() : change({ query: text }))}
      />
      <FilterBar choices={choices} />
      <FilterChips chips={chipsOf(choices)} onClear={clear} />
      <Tabs
        label="Views of traces"
        tabs={[
          { value: 'traces', label: 'Traces' },
          { value: 'operations', label: 'Operations' },
          { value: 'compare', label: 'Compare' },
        ]}
        value={state.view}
        onChange={(view) => change({ view })}
      >
        {state.view === 'operations' && <OperationTable choices={choices} />}
        {state.view === 'compare' && <ComparedSets choices={choices} query={query} />}
        {state.view === 'traces' &&
          (isWrong ? (
            <p class="section-note">Correct the query to see traces.</p>
          ) : data === undefined && error !== '' ? (
            <ErrorState title="The traces could not be loaded" error={error} onRetry={found.refresh} />
          ) : data === undefined ? (
            <Skeleton label="Loading the traces" lines={8} />
          ) : traces.length === 0 ? (
            <NoTraces isUnfiltered={isUnfiltered(state)} onClear={clear} />
          ) : (
            <div class="trace-main">
              <Scatter traces={traces} />
              <FoundTraces traces={traces} choices={choices} isMore={isMore} />
            </div>
          ))}
      </Tabs>
    </div>
  );
}

function useTraceCommands({ state, change }: SearchChoices): void {
  const hrefOf = useHref();
  useCommands('Traces', () => [
    { id: 'traces:errors', title: 'Traces with errors', run: () => change({ status: 'error' }) },
    { id: 'traces:slowest', title: 'The slowest traces', run: () => change({ order: 'slowest' }) },
    {
      id: 'traces:compare',
      title: 'Compare these traces with others',
      run: () => change({ view: 'compare' }),
    },
    {
      id: 'traces:map',
      title: 'Service map',
      href: hrefOf({ page: 'map' }),
      ...(state.service !== '' && { hint: state.service }),
    },
  ]);
}

/** The filters that hold beside the query, each to be taken away. */
function chipsOf({ state, change }: SearchChoices) {
  const { operation, status, min, max } = state;
  return [
    operation !== '' && {
      key: 'operation',
      label: `operation = ${operation}`,
      onRemove: () => change({ operation: '' }),
    },
    status !== 'all' && { key: 'status', label: 'with errors', onRemove: () => change({ status: 'all' }) },
    min !== '' && { key: 'min', label: `at least ${min}`, onRemove: () => change({ min: '' }) },
    max !== '' && { key: 'max', label: `at most ${max}`, onRemove: () => change({ max: '' }) },
  ].filter((chip) => chip !== false);
}

/** Whether the station could not read the query: its words begin with the place of the fault. */
function isQueryError(error: string): boolean {
  return /^\d+:\d+: /.test(error);
}
