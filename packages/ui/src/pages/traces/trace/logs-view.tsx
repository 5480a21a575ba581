import type { StoredLogRecord } from '@telltale/station/contract';
import type { JSX } from 'preact';
import { useRemote } from '../../../data/station-context.ts';
import { EmptyState } from '../../../design/empty-state.tsx';
import { ErrorState } from '../../../design/error-state.tsx';
import { Skeleton } from '../../../design/skeleton.tsx';
import { TooMuch } from '../../../design/too-much.tsx';
import { useHref } from '../../../navigation/links.ts';
import { useUrlState } from '../../../navigation/url-state.ts';
import { levelOf } from '../../../format/log-level.ts';
import { lineOf } from '../../../format/printable.ts';
import { textField, urlCodec } from '../../../navigation/url-codec.ts';
import { formatMs } from './span-time.ts';
import type { TraceTree } from './span-tree.ts';
import { traceCodec } from './view-state.ts';

/** The part of the logs' address that says what is asked. */
const logQueryCodec = urlCodec({ query: textField('q') });
const MOST = 1000;
/** Clocks differ, and some lines are written when the work is done. */
const AROUND_MS = 5 * 60_000;

/** What was logged in a trace by all of its services, in the order of time. */
export function LogsView({ tree }: { readonly tree: TraceTree }): JSX.Element {
  const { traceId, startMs, durationMs } = tree;
  const hrefOf = useHref();
  const [state, setState] = useUrlState(traceCodec);
  const { data, error, refresh } = useRemote(
    ['trace-logs', traceId],
    (api, signal) =>
      api.logs.search(
        {
          query: '',
          filter: `trace:${traceId}`,
          startMs: startMs - AROUND_MS,
          endMs: startMs + durationMs + AROUND_MS,
          limit: MOST,
        },
        signal,
      ),
    { isLive: false },
  );
  if (data === undefined && error !== '') {
    return <ErrorState title="The lines could not be loaded" error={error} onRetry={refresh} />;
  }
  if (data === undefined) return <Skeleton label="Loading the lines" lines={6} />;
  const lines = data.records.toReversed();
  if (lines.length === 0) {
    return (
      <EmptyState title="Nothing was logged in this trace">
        <p>Lines belong to a trace when they carry its id: the SDK’s logger adds it by itself.</p>
      </EmptyState>
    );
  }
  const openSpan = (span: string): void => setState({ ...state, view: 'waterfall', span }, 'push');
  return (
    <>
      {lines.length >= MOST && <TooMuch title={`The newest ${MOST} lines are shown`} />}
      <ol class="trace-lines" aria-label="Log lines of the trace">
        {lines.map((line) => (
          <Line key={line.id} line={line} tree={tree} onSpan={openSpan} />
        ))}
      </ol>
      <p>
        <a href={hrefOf({ page: 'logs' }, logQueryCodec, { query: `trace:${traceId}` })}>
          Open these lines in Logs
        </a>
      </p>
    </>
  );
}

function Line(props: {
  readonly line: StoredLogRecord;
  readonly tree: TraceTree;
  readonly onSpan: (spanId: string) => void;
}): JSX.Element {
  const { line, tree } = props;
  const level = levelOf(line.severity);
  const one = line.spanId === undefined ? undefined : tree.byId.get(line.spanId);
  const tone =
    level === 'error' || level === 'fatal' ? 'tone-bad' : level === 'warn' ? 'tone-warn' : 'tone-mute';
  return (
    <li class="trace-line">
      <span class="trace-line-time">{formatMs(line.timeMs - tree.startMs)}</span>
      <span class={tone}>{level}</span>
      <span class="trace-service">{lineOf(line.service)}</span>
      <span class="trace-line-message">{lineOf(line.message)}</span>
      {one && (
        <button type="button" class="text-button" onClick={() => props.onSpan(one.span.spanId)}>
          {lineOf(one.span.name)}
        </button>
      )}
    </li>
  );
}
