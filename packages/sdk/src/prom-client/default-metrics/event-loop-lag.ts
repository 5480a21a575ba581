import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { Aggregator } from '../contract/metric-object.ts';
import { startStopwatch } from '../metrics/stopwatch.ts';
import type { DefaultMetricOptions } from './default-metric-options.ts';
import { processGauge } from './process-gauge.ts';

type Delay = ReturnType<typeof monitorEventLoopDelay>;

interface LagFigure {
  readonly name: string;
  readonly of: string;
  readonly aggregator: Aggregator;
  readonly nanoseconds: (delay: Delay) => number;
}

const FIGURES: readonly LagFigure[] = [
  { name: 'min', of: 'minimum', aggregator: 'min', nanoseconds: ({ min }) => min },
  { name: 'max', of: 'maximum', aggregator: 'max', nanoseconds: ({ max }) => max },
  { name: 'mean', of: 'mean', aggregator: 'average', nanoseconds: ({ mean }) => mean },
  { name: 'stddev', of: 'standard deviation', aggregator: 'average', nanoseconds: ({ stddev }) => stddev },
  ...[50, 90, 99].map((percent): LagFigure => ({
    name: `p${percent}`,
    of: `${percent}th percentile`,
    aggregator: 'average',
    nanoseconds: (delay) => delay.percentile(percent),
  })),
];

/** How late the event loop is: at the moment, and since the last reading. */
export function collectEventLoopLag(options: DefaultMetricOptions): void {
  const { labels, eventLoopMonitoringPrecision } = options;
  const delay = monitorEventLoopDelay({ resolution: eventLoopMonitoringPrecision });
  delay.enable();
  const lag = processGauge(options, {
    name: 'nodejs_eventloop_lag_seconds',
    help: 'Lag of event loop in seconds.',
    aggregator: 'average',
    collect: () => {
      const elapsed = startStopwatch();
      // Known after the page was written: the next one shows it.
      setImmediate(() => lag.set(labels, elapsed()));
      for (const { gauge, nanoseconds } of gauges) gauge.set(labels, nanoseconds(delay) / 1e9);
      delay.reset();
    },
  });
  const gauges = FIGURES.map(({ name, of, aggregator, nanoseconds }) => {
    const isExtreme = name === 'min' || name === 'max';
    const help = `The ${of} ${isExtreme ? 'recorded event loop delay' : 'of the recorded event loop delays'}.`;
    const gauge = processGauge(options, { name: `nodejs_eventloop_lag_${name}_seconds`, help, aggregator });
    return { gauge, nanoseconds };
  });
}
