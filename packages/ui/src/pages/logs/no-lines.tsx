import type { JSX } from 'preact';
import { useRemote, useStation } from '../../data/station-context.ts';
import { EmptyState } from '../../design/empty-state.tsx';
import { Skeleton } from '../../design/skeleton.tsx';
import { Time } from '../../design/time.tsx';
import { useTimeControl } from '../../navigation/time.tsx';
import { isUnfiltered } from './view-state.ts';
import type { LogsState } from './view-state.ts';

const EVERYTHING = { query: '', filter: '' };
const DAY_MS = 86_400_000;
const HALF_HOUR_MS = 1_800_000;

/** Says why there is no line: none ever came, none of this time, or none that matches; and what to do about it. */
export function NoLines(props: {
  readonly state: LogsState;
  /** What was chosen last, in words, and how to take it away. */
  readonly last: { readonly label: string; readonly onRemove: () => void } | undefined;
  readonly onClear: () => void;
}): JSX.Element {
  const { nowMs } = useStation();
  const { zoomOut, zoom, words } = useTimeControl();
  const newest = useRemote(['logs-newest'], (api, signal) =>
    api.logs.search({ ...EVERYTHING, startMs: 0, endMs: nowMs() + DAY_MS, limit: 1 }, signal),
  );
  if (newest.data === undefined && newest.error === '')
    return <Skeleton label="Looking for lines" lines={3} />;
  const record = newest.data?.records.at(0);
  if (record === undefined) return <NoLogs />;
  const isAny = isUnfiltered(props.state);
  return (
    <EmptyState title={isAny ? `No lines in the ${words}` : 'No line matches'}>
      <p>
        The newest line of all came <Time atMs={record.timeMs} />.
      </p>
      <p class="log-ways">
        {props.last !== undefined && (
          <button type="button" class="button" onClick={props.last.onRemove}>
            Without {props.last.label}
          </button>
        )}
        {!isAny && (
          <button type="button" class="button" onClick={props.onClear}>
            Without any filter
          </button>
        )}
        <button type="button" class="button" onClick={zoomOut}>
          Twice the time
        </button>
        {isAny && (
          <button
            type="button"
            class="button"
            onClick={() => zoom(record.timeMs - HALF_HOUR_MS, record.timeMs + HALF_HOUR_MS)}
          >
            Go to the newest line
          </button>
        )}
      </p>
    </EmptyState>
  );
}

/** How to send lines, for who has never done. */
function NoLogs(): JSX.Element {
  return (
    <EmptyState title="No logs have come in yet">
      <p>From a service with the SDK:</p>
      <pre class="log-code">
        <code>{`export const t = instrument(defineMonitoring({\n  service: 'shop', logs: { sinks: [{ kind: 'station' }] },\n}));`}</code>
      </pre>
      <p>From anything that speaks OTLP, with this environment:</p>
      <pre class="log-code">
        <code>{`OTEL_EXPORTER_OTLP_ENDPOINT=${location.origin}\nOTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf\nOTEL_LOGS_EXPORTER=otlp`}</code>
      </pre>
      <p>From any program, as it writes:</p>
      <pre class="log-code">
        <code>npx telltale run -- python3 billing.py</code>
      </pre>
    </EmptyState>
  );
}
