import type { Clock, MetricAppender } from '@telltale/model';
import type { Store } from '@telltale/storage';
import type { IntakeObserver } from './intake/intake.ts';
import { createIntakes } from './intake/intake.ts';
import { createMetricIntake } from './intake/metrics/create-metric-intake.ts';
import { createPushgateway } from './intake/pushgateway/pushgateway.ts';
import type { SignalStores } from './intake/signal-stores.ts';
import { signalWriters } from './intake/signal-stores.ts';
import type { StationTelemetry } from './self/station-telemetry.ts';
import type { StationSettings } from './settings.ts';
import type { StationParts } from './station-parts.ts';

export interface StationIntakeOptions {
  readonly settings: StationSettings;
  readonly store: Store;
  readonly signals: SignalStores;
  /** Where samples go that queries are to see. */
  readonly appender: MetricAppender;
  readonly telemetry: StationTelemetry;
  readonly clock: Clock;
}

/** What takes logs, traces and metrics that programs send. */
export function createStationIntake(
  options: StationIntakeOptions,
): Pick<StationParts, 'intake' | 'logIntake' | 'spanIntake' | 'pushgateway'> {
  const { settings, store, signals, appender, telemetry, clock } = options;
  const observer: IntakeObserver = {
    observe: (signal) => telemetry.intake(signal),
    onRefused: (source, reason) => telemetry.onRefusedRequest(source, reason),
  };
  const samples = {
    appender,
    exemplars: store.exemplars,
    onMetadata: store.metadata.set.bind(store.metadata),
  };
  const metrics = createMetricIntake(
    {
      ...samples,
      flush: () => store.flush(),
      translation: settings.definition?.station.otlp ?? {},
      nowMs: () => clock.now(),
    },
    observer.observe('metrics'),
  );
  const intake = createIntakes({ ...signalWriters(signals), metrics }, observer, settings.log);
  const pushgateway = createPushgateway({
    ...samples,
    state: store.state,
    clock,
    intervalMs: settings.builtInIntervalMs,
    observer,
  });
  return { intake, logIntake: intake.logIntake, spanIntake: intake.spanIntake, pushgateway };
}
