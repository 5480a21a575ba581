import type { InstrumentsOf } from '@telltale/sdk';
import { gauge, histogram } from '@telltale/sdk/define';
import type { RemoteFigures, RemoteOutcome } from '../query/remote/server/remote-health.ts';

const OUTCOMES = ['success', 'refused', 'unavailable'] as const satisfies readonly RemoteOutcome[];

/** The server that a station in remote mode reads from. */
export const remoteMetrics = {
  telltale_remote_request_duration_seconds: histogram({
    help: 'Time of a question to the server that is read from, with all its attempts.',
    unit: 'seconds',
    labels: { outcome: OUTCOMES },
    buckets: [0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 30],
  }),
  telltale_remote_up: gauge({ help: 'Whether the server that is read from answers.' }),
};

type RemoteInstruments = InstrumentsOf<typeof remoteMetrics>;

/** Records a question that has ended. */
export function recordRemote(metrics: RemoteInstruments, outcome: RemoteOutcome, durationMs: number): void {
  metrics.telltale_remote_request_duration_seconds.observe({ outcome }, durationMs / 1000);
}

/** Reads at each gathering whether the server is there. */
export function collectRemote(metrics: RemoteInstruments, figures: () => RemoteFigures): void {
  metrics.telltale_remote_up.collect(() => (figures().isUp === true ? 1 : 0));
}
