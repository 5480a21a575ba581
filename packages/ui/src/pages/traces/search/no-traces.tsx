import type { JSX } from 'preact';
import { EmptyState } from '../../../design/empty-state.tsx';
import { useTimeControl } from '../../../navigation/time.tsx';

/** Why there are no traces, and what to do about it. */
export function NoTraces(props: {
  readonly isUnfiltered: boolean;
  readonly onClear: () => void;
}): JSX.Element {
  const { words, zoomOut } = useTimeControl();
  if (!props.isUnfiltered) {
    return (
      <EmptyState title={`No trace matches (${words})`}>
        <button type="button" class="text-button" onClick={props.onClear}>
          Show all traces
        </button>
        <button type="button" class="text-button" onClick={zoomOut}>
          Show twice as much time
        </button>
      </EmptyState>
    );
  }
  return (
    <EmptyState title={`No traces yet (${words})`}>
      <p>
        Send spans by OTLP to <code>{location.origin}/v1/traces</code>: with OpenTelemetry’s SDK by{' '}
        <code>OTEL_EXPORTER_OTLP_ENDPOINT={location.origin}</code>, or with ours by <code>traces: true</code>{' '}
        in <code>telltale.config.ts</code>.
      </p>
      <button type="button" class="text-button" onClick={zoomOut}>
        Show twice as much time
      </button>
    </EmptyState>
  );
}
