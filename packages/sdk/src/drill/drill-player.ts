import type { DrillAnswer, DrillMove, DrillOrder } from '@telltale/model';
import type { AnyInstrument } from '../metrics/instrument-of.ts';
import type { Registry } from '../registry/registry.ts';
import type { DrilledInstrument } from './drilled-instrument.ts';
import { drilledInstrument } from './drilled-instrument.ts';
import { readSeries } from './read-series.ts';

/** Makes instruments move while drills last. */
export interface DrillPlayer {
  /** Begins a drill, in the place of an earlier one of its name; ends it where the order is for 0 seconds. */
  play(order: DrillOrder): DrillAnswer;
  /** Ends all drills. */
  stop(): void;
}

interface RunningDrill {
  readonly startedMs: number;
  readonly endsMs: number;
  readonly instruments: readonly DrilledInstrument[];
  /** Gauges that it holds. */
  readonly held: ReadonlySet<string | undefined>;
}

/** Between gatherings instruments move so often: rates are smooth, whoever reads them. */
const TICK_MS = 250;
/** More at once is nobody's proof. */
const MAX_DRILLS = 20;

/**
 * @param instruments The instruments of the service by metric.
 */
export function createDrillPlayer(
  registry: Registry,
  instruments: Readonly<Record<string, AnyInstrument>>,
): DrillPlayer {
  const drills = new Map<string, RunningDrill>();
  let timer: NodeJS.Timeout | undefined;
  let isAttached = false;

  const end = (name: string): void => {
    for (const instrument of drills.get(name)?.instruments ?? []) instrument.end();
    drills.delete(name);
    if (drills.size === 0) clearInterval(timer);
    if (drills.size === 0) timer = undefined;
  };
  const tick = (): void => {
    const nowMs = performance.now();
    for (const [name, { startedMs, endsMs, instruments: moved }] of drills) {
      for (const one of moved) one.moveTo((Math.min(nowMs, endsMs) - startedMs) / 1000);
      if (nowMs >= endsMs) end(name);
    }
  };
  /** Attached with the first drill: what the service collects comes first, and is overridden. */
  const start = (): void => {
    timer ??= setInterval(tick, TICK_MS).unref();
    if (isAttached) return;
    isAttached = true;
    registry.attach(() => ({ metrics: () => [], collect: tick, collectFailed: () => undefined }));
  };
  const moverOf = ({ metric, labels, level }: DrillMove): DrilledInstrument | string => {
    if (!Object.hasOwn(instruments, metric)) return `${metric} is no metric of this service`;
    // Each would take the value of the other for the service's own, and give that back.
    const key = heldBy({ metric, labels, level });
    if (key !== undefined && [...drills.values()].some(({ held }) => held.has(key)))
      return `${metric} is moved by another drill`;
    const view = registry.metrics.find(({ name }) => name === metric);
    if (view === undefined) return `${metric} is switched off here`;
    const made = drilledInstrument(instruments[metric], labels, level, () => readSeries(view, labels));
    return typeof made === 'string' ? `${metric}: ${made}` : made;
  };
  return {
    play: ({ drill, seconds, moves }) => {
      end(drill);
      if (seconds === 0) return { drill, moved: 0, refused: [] };
      if (drills.size >= MAX_DRILLS)
        return { drill, moved: 0, refused: [`${MAX_DRILLS} drills are running already`] };
      const movers = moves.map(moverOf);
      const startedMs = performance.now();
      const moved = movers.filter((mover) => typeof mover !== 'string');
      const held = new Set(moves.filter((_, index) => typeof movers[index] !== 'string').map(heldBy));
      drills.set(drill, { startedMs, endsMs: startedMs + seconds * 1000, instruments: moved, held });
      start();
      tick();
      return { drill, moved: moved.length, refused: movers.filter((mover) => typeof mover === 'string') };
    },
    stop: () => {
      for (const name of drills.keys()) end(name);
    },
  };
}

/** What no other drill may move meanwhile; `undefined` for what is counted, as that adds up. */
function heldBy({ metric, labels, level }: DrillMove): string | undefined {
  if (level.kind === 'rate' || level.kind === 'observations') return undefined;
  const pairs = Object.entries(labels).map((pair) => JSON.stringify(pair));
  return `${metric} ${pairs.toSorted().join()}`;
}
