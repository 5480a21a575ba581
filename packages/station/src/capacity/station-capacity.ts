import type { ResolvedCapacity } from '@telltale/definition';
import type { Clock, LogStore, TraceStore } from '@telltale/model';
import type { Store } from '@telltale/storage';
import { CapacityMeter } from './capacity-meter.ts';
import { envelopeOf } from './envelope.ts';

/** Where a station's use of its envelope is read. */
export interface StationCapacityOptions {
  /** Limits in place of those that were measured. */
  readonly capacity?: ResolvedCapacity | undefined;
  readonly store: Pick<Store, 'stats'>;
  readonly targets: () => readonly unknown[];
  readonly signals: { readonly logs: Pick<LogStore, 'stats'>; readonly traces: Pick<TraceStore, 'stats'> };
  readonly clock: Clock;
  readonly log?: ((line: string) => void) | undefined;
}

/** A meter over the stores of a station. */
export function createStationCapacity(options: StationCapacityOptions): CapacityMeter {
  const { capacity, store, targets, signals, clock, log = () => {} } = options;
  return new CapacityMeter({
    envelope: envelopeOf(capacity),
    totals: async () => {
      const { series, appendedSamples } = store.stats();
      const [logs, traces] = await Promise.all([signals.logs.stats(), signals.traces.stats()]);
      return {
        series,
        targets: targets().length,
        samples: appendedSamples,
        logRecords: logs.records,
        spans: traces.spans,
      };
    },
    now: () => clock.now(),
    log,
  });
}
