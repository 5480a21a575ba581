import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { useRemote, useStation } from '../../data/station-context.ts';
import { boundsOf } from '../../data/time-range.ts';
import { usePageLoad } from '../../data/use-page-load.ts';
import { Drawer } from '../../design/drawer.tsx';
import { ErrorState } from '../../design/error-state.tsx';
import { FilterChips } from '../../design/filter-chips.tsx';
import { Icon } from '../../design/icon.tsx';
import { PageHead } from '../../design/page-head.tsx';
import { Skeleton } from '../../design/skeleton.tsx';
import { TooMuch } from '../../design/too-much.tsx';
import { useCommands } from '../../navigation/commands.tsx';
import { useDrawer } from '../../navigation/drawer-state.ts';
import { useKeys } from '../../navigation/keys.tsx';
import { useTimeControl } from '../../navigation/time.tsx';
import { lazyPage } from '../../design/lazy-page.tsx';
import { AlertDrawer } from './alert-drawer.tsx';
import { FacetList } from './facet-list.tsx';
import type { FacetListProps } from './facet-list.tsx';
import { totalsOf } from './histogram-bars.ts';
import { LevelChips } from './level-chips.tsx';
import { BUFFER_LIMITS } from './line-buffer.ts';
import { LineDrawer } from './line-drawer.tsx';
import type { LineDeeds } from './line-deeds.ts';
import { LogChart, useLogCounts } from './log-chart.tsx';
import { LogRows } from './log-rows.tsx';
import { LogTools } from './log-tools.tsx';
import './logs.css';
import { NoLines } from './no-lines.tsx';
import { QueryBar } from './query-bar.tsx';
import { NewLines, TailBar } from './tail-bar.tsx';
import { useLineDeeds } from './use-line-deeds.ts';
import { useLogList } from './use-log-list.ts';
import type { ShownLogs } from './use-log-list.ts';
import { chipsOf, lastChoice, useChoices } from './use-logs-state.ts';
import type { Choices } from './use-logs-state.ts';
import { useOpenLines } from './use-open-lines.ts';
import type { OpenLines } from './use-open-lines.ts';

/** A chunk of its own, loaded when the first trace is looked at. */
const TraceDrawer = lazyPage(async () => (await import('../traces/trace-drawer.tsx')).TraceDrawer);

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** The page of what services log: found, followed, and put into what was around it. */
export function LogsPage(): JSX.Element {
  const choices = useChoices();
  const { state, change } = choices;
  const { range } = useTimeControl();
  const isLive = state.isLive && range.kind === 'last';
  const shown = useLogList(choices.question, { isLive });
  const open = useOpenLines(choices);
  const deeds = useLineDeeds(choices, open);
  const { list } = shown;
  const isWrong = isQueryError(list.error);
  const isReady = !list.isLoading && list.error === '';
  const counts = useLogCounts(choices, isReady);
  const facets = useFacets(choices, deeds, isReady);
  const reading = useReading(shown, isLive);
  const live = useLive(choices, isLive);
  useLogKeys(choices, live, reading);
  usePageLoad('logs', isReady);
  const totals = counts.data && totalsOf(counts.data);
  const total = totals && sumOf(totals, state.levels);
  return (
    <div class="logs">
      <PageHead
        title="Logs"
        summary={total === undefined ? undefined : `${total.toLocaleString('en-GB')} lines`}
      >
        <button type="button" class="button log-facets-button" title="Fields (f)" onClick={facets.openDrawer}>
          <Icon name="table" /> Fields
        </button>
        <button type="button" class="button log-live" aria-pressed={isLive} title="Live (l)" onClick={live}>
          <span class="log-live-dot" aria-hidden="true" /> Live
        </button>
        <LogTools choices={choices} total={total} isReady={isReady} />
      </PageHead>
      <QueryBar
        query={state.query}
        error={isWrong ? list.error : ''}
        onAsk={(query) => (query === state.query ? shown.retry() : change({ query }))}
      />
      <div class="log-filters">
        <LevelChips chosen={state.levels} totals={totals} onChoose={(levels) => change({ levels })} />
        <ServicePicker choices={choices} isReady={isReady} />
        <FilterChips chips={chipsOf(choices)} onClear={choices.clear} />
      </div>
      <div class="log-columns">
        <aside class="log-facets" aria-label="Fields">
          {!isWrong && <FacetList {...facets.props} />}
        </aside>
        <div class="log-main">
          {!isWrong && <LogChart choices={choices} counts={counts} />}
          <TailBar
            tail={shown.tail}
            isPaused={reading.isPaused}
            dropped={list.dropped}
            onPause={reading.pause}
          />
          <Lines choices={choices} shown={shown} open={open} deeds={deeds} reading={reading} />
        </div>
      </div>
      <Drawers choices={choices} deeds={deeds} facets={facets.props} />
    </div>
  );
}

/** The lines themselves, or why there are none. */
function Lines(props: {
  readonly choices: Choices;
  readonly shown: ShownLogs;
  readonly open: OpenLines;
  readonly deeds: LineDeeds;
  readonly reading: Reading;
}): JSX.Element {
  const { choices, shown, reading } = props;
  const { list } = shown;
  const { range } = useTimeControl();
  const { nowMs } = useStation();
  if (list.lines.length === 0 || isQueryError(list.error)) {
    if (list.isLoading) return <Skeleton label="Loading the lines" lines={12} />;
    if (isQueryError(list.error)) return <p class="log-facets-note">Correct the query to see lines.</p>;
    if (list.error !== '') {
      return <ErrorState title="The lines could not be loaded" error={list.error} onRetry={shown.retry} />;
    }
    return <NoLines state={choices.state} last={lastChoice(choices)} onClear={choices.clear} />;
  }
  const { startMs, endMs } = boundsOf(range, nowMs());
  return (
    <>
      <NewLines count={list.waiting} onShow={reading.showNewest} />
      {list.error !== '' && (
        <ErrorState title="Newer lines could not be loaded" error={list.error} onRetry={shown.retry} />
      )}
      <LogRows
        lines={list.lines}
        version={shown.version}
        columns={choices.state.columns}
        isWrapped={choices.state.isWrapped}
        hasDays={endMs - startMs > DAY_MS || endMs < nowMs() - DAY_MS}
        isBusy={list.isLoading}
        isOpen={props.open.isOpen}
        deeds={props.deeds}
        onAway={reading.setAway}
        onEnd={() => void list.more()}
      />
      {list.isLoadingMore && <Skeleton label="Loading older lines" lines={3} />}
      {list.lines.isFull && list.hasMore && (
        <TooMuch title={`The newest ${BUFFER_LIMITS.lines.toLocaleString('en-GB')} lines are shown`}>
          For older ones choose another time, or filter for less.
        </TooMuch>
      )}
    </>
  );
}

/** Whether somebody reads: new lines wait then. */
interface Reading {
  readonly isPaused: boolean;
  readonly pause: (isPaused: boolean) => void;
  readonly setAway: (isAway: boolean) => void;
  readonly showNewest: () => void;
}

function useReading({ list }: ShownLogs, isLive: boolean): Reading {
  const [isPaused, setPaused] = useState(false);
  const [isAway, setAway] = useState(false);
  useEffect(() => setPaused(false), [isLive]);
  useEffect(() => list.hold(isPaused || isAway), [list, isPaused, isAway]);
  return {
    isPaused,
    pause: setPaused,
    setAway,
    showNewest: () => {
      setPaused(false);
      list.release();
      scrollTo({ top: 0 });
    },
  };
}

/** Begins to follow, or ends it; what is followed ends now. */
function useLive({ change }: Choices, isLive: boolean): () => void {
  const { range, setRange } = useTimeControl();
  return () => {
    if (range.kind !== 'last') setRange({ kind: 'last', spanMs: HOUR_MS });
    change({ isLive: !isLive });
  };
}

function useLogKeys({ state, change }: Choices, live: () => void, reading: Reading): void {
  const drawer = useDrawer();
  const group = 'Logs';
  const wrap = (): void => change({ isWrapped: !state.isWrapped }, 'replace');
  useKeys([
    { keys: 'l', title: 'Follow new lines, or end it', group, run: live },
    { keys: 'p', title: 'Pause, or resume', group, run: () => reading.pause(!reading.isPaused) },
    { keys: 'w', title: 'Long messages on several lines, or on one', group, run: wrap },
    { keys: 'f', title: 'Fields', group, run: () => drawer.show('fields', '') },
  ]);
  useCommands('Logs', () => [
    { id: 'logs:live', title: 'Follow the logs', hint: 'l', run: live },
    { id: 'logs:wrap', title: 'Wrap long messages', hint: 'w', run: wrap },
    { id: 'logs:alert', title: 'Alert on these lines', run: () => drawer.show('alert', '') },
  ]);
}

/** Fields with their values: beside the lines, on a phone in a drawer; asked for when the lines are there. */
function useFacets(
  { state, question }: Choices,
  deeds: LineDeeds,
  isReady: boolean,
): { readonly props: FacetListProps; readonly openDrawer: () => void } {
  const { range } = useTimeControl();
  const { nowMs } = useStation();
  const drawer = useDrawer();
  const { data, error } = useRemote(
    isReady ? ['log-fields', question, range] : undefined,
    (api, signal) => api.logs.fields({ ...question, ...boundsOf(range, nowMs()) }, signal),
    { keepsPrevious: true },
  );
  return {
    props: { fields: data?.fields, error, state, onFilter: deeds.filter, onColumn: deeds.column },
    openDrawer: () => drawer.show('fields', ''),
  };
}

/** All services that log, of which one may be shown alone. */
function ServicePicker({
  choices,
  isReady,
}: {
  readonly choices: Choices;
  readonly isReady: boolean;
}): JSX.Element {
  const { state, change } = choices;
  const { range } = useTimeControl();
  const { nowMs } = useStation();
  const { data } = useRemote(
    isReady ? ['log-services', range] : undefined,
    (api, signal) => api.logs.fields({ query: '', filter: '', ...boundsOf(range, nowMs()) }, signal),
    { keepsPrevious: true },
  );
  const found = data?.fields.find(({ field }) => field === 'service')?.values ?? [];
  const names = new Set([
    ...found.map(({ value }) => value),
    ...(state.service === '' ? [] : [state.service]),
  ]);
  return (
    <select
      class="input log-service-picker"
      aria-label="Service"
      value={state.service}
      onChange={(event) => change({ service: event.currentTarget.value })}
    >
      <option value="">All services</option>
      {[...names].sort().map((name) => (
        <option key={name} value={name}>
          {name}
        </option>
      ))}
    </select>
  );
}

function Drawers(props: {
  readonly choices: Choices;
  readonly deeds: LineDeeds;
  readonly facets: FacetListProps;
}): JSX.Element | null {
  const { shown, close } = useDrawer();
  const { choices, deeds } = props;
  switch (shown?.kind) {
    case 'line':
      return (
        <LineDrawer
          key={shown.id}
          id={shown.id}
          columns={choices.state.columns}
          deeds={deeds}
          onClose={close}
        />
      );
    case 'trace': {
      const [traceId, spanId = ''] = shown.id.split(':');
      return (
        <TraceDrawer key={shown.id} traceId={traceId} onClose={close} {...(spanId !== '' && { spanId })} />
      );
    }
    case 'alert':
      return <AlertDrawer question={choices.question} onClose={close} />;
    case 'fields':
      return (
        <Drawer title="Fields" onClose={close}>
          <FacetList {...props.facets} />
        </Drawer>
      );
    default:
      return null;
  }
}

/** Whether the station could not read the query: its words begin with the place of the fault. */
function isQueryError(error: string): boolean {
  return /^\d+:\d+: /.test(error);
}

function sumOf(totals: ReadonlyMap<string, number>, levels: readonly string[]): number {
  return [...totals].reduce(
    (sum, [level, count]) => (levels.length === 0 || levels.includes(level) ? sum + count : sum),
    0,
  );
}
