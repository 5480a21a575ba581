import type { DrillLevel } from '@telltale/model';
import { Counter, CounterHandle } from '../metrics/counter.ts';
import { Gauge, GaugeHandle } from '../metrics/gauge.ts';
import { Histogram, HistogramHandle } from '../metrics/histogram.ts';
import type { AnyInstrument } from '../metrics/instrument-of.ts';

type Labels = Readonly<Record<string, string>>;

/** One series of an instrument under drill. */
export interface DrilledInstrument {
  /** Brings the series to where it stands so long after the drill began. */
  moveTo(elapsedSeconds: number): void;
  /** Gives a gauge back to the service; what was counted stays counted. */
  end(): void;
}

/** The series as it is exposed, or `undefined` where there is none. */
export type SeriesReader = () => number | undefined;

/** Whole observations are made of what is due; more at once would keep the service busy. */
const MAX_OBSERVATIONS = 20_000;

/** How a series is moved as a level says; text where its instrument cannot do that. */
export function drilledInstrument(
  instrument: AnyInstrument,
  labels: Labels,
  level: DrillLevel,
  read: SeriesReader,
): DrilledInstrument | string {
  if (level.kind === 'rate') {
    const add = counterStep(instrument, labels);
    return add ? growing(level.perSecond, add) : 'only a counter grows at a rate';
  }
  if (level.kind === 'observations') {
    const observe = observer(instrument, labels);
    return observe ? observing(level, observe) : 'only a histogram takes observations';
  }
  if (!(instrument instanceof GaugeHandle || instrument instanceof Gauge))
    return 'only a gauge is set to a value';
  return standing(instrument, labels, level, read);
}

type GaugeLevel = Exclude<DrillLevel, { kind: 'rate' } | { kind: 'observations' }>;

/** A gauge that the service goes on to set: what it sets is remembered, and is there again at the end. */
function standing(
  gauge: GaugeHandle | Gauge,
  labels: Labels,
  level: GaugeLevel,
  read: SeriesReader,
): DrilledInstrument {
  const set = (value: number): void => {
    if (gauge instanceof GaugeHandle) gauge.set(value);
    else gauge.set(labels, value);
  };
  let own = read();
  let made: number | undefined;
  const noteOwn = (): void => {
    const present = read();
    if (made !== undefined && present !== made) own = present;
  };
  return {
    moveTo: (elapsed) => {
      noteOwn();
      made = valueAt(level, elapsed);
      set(made);
    },
    end: () => {
      noteOwn();
      if (own !== undefined) set(own);
      else if (gauge instanceof Gauge) gauge.remove(labels);
    },
  };
}

function growing(perSecond: number, add: (step: number) => void): DrilledInstrument {
  let total = 0;
  return {
    moveTo: (elapsed) => {
      const due = perSecond * elapsed;
      if (due > total) add(due - total);
      total = Math.max(total, due);
    },
    end: () => undefined,
  };
}

function observing(
  { perSecond, value }: Extract<DrillLevel, { kind: 'observations' }>,
  observe: (value: number) => void,
): DrilledInstrument {
  let made = 0;
  return {
    moveTo: (elapsed) => {
      const due = Math.min(Math.floor(perSecond * elapsed), made + MAX_OBSERVATIONS);
      for (; made < due; made++) observe(value);
    },
    end: () => undefined,
  };
}

function valueAt(level: GaugeLevel, elapsed: number): number {
  switch (level.kind) {
    case 'value':
      return level.value;
    case 'age':
      return Date.now() / 1000 - level.seconds;
    case 'trend':
      return Math.max(0, level.from + level.perSecond * elapsed);
    case 'steps':
      return Math.floor(elapsed / level.everySeconds);
  }
}

function counterStep(instrument: AnyInstrument, labels: Labels): ((step: number) => void) | undefined {
  if (instrument instanceof CounterHandle) return (step) => instrument.inc(step);
  if (instrument instanceof Counter) return (step) => instrument.inc(labels, step);
  return undefined;
}

function observer(instrument: AnyInstrument, labels: Labels): ((value: number) => void) | undefined {
  if (instrument instanceof HistogramHandle) return (value) => instrument.observe(value);
  if (instrument instanceof Histogram) return (value) => instrument.observe(labels, value);
  return undefined;
}
