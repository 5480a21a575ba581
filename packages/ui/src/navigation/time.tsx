import { createContext } from 'preact';
import type { ComponentChildren, JSX } from 'preact';
import { useContext, useEffect, useLayoutEffect, useMemo, useState } from 'preact/hooks';
import { useResourceData, useStation, useWindow } from '../data/station-context.ts';
import { DEFAULT_REFRESH_MS } from '../data/station.ts';
import { describeRange, fixedRange, rangeOfSpan, shiftRange, widenRange } from '../data/time-range.ts';
import type { QueryWindow, TimeRange } from '../data/time-range.ts';
import { setCurrentZone } from '../format/zone.ts';
import type { Zone } from '../format/zone.ts';
import { createTimeCodec } from './time-codec.ts';
import { useUrlState } from './url-state.ts';
import type { HistoryMode } from './url-state.ts';
import { readZone, rememberZone } from './remembered-zone.ts';

/** The time that the page shows, and how it is changed. Each change of the range can be undone by Back. */
export interface Time {
  readonly range: TimeRange;
  /** Such as `last 5 minutes`. */
  readonly words: string;
  /** `null` for never. */
  readonly refreshMs: number | null;
  readonly zone: Zone;
  readonly setRange: (range: TimeRange) => void;
  /** Shows the time between two moments, in either order. */
  readonly zoom: (oneMs: number, otherMs: number) => void;
  /** Shows twice as much. */
  readonly zoomOut: () => void;
  /** Shows what was before (-1), or after (1). */
  readonly shift: (direction: -1 | 1) => void;
  readonly setRefreshMs: (refreshMs: number | null) => void;
  readonly setZone: (zone: Zone) => void;
}

/** {@link Time} with the window of the newest refresh. */
export interface ShownTime extends Time {
  readonly window: QueryWindow;
}

/** What a page shows at first, where that is its own. */
export interface OwnTime {
  readonly rangeMs: number | null;
  readonly refreshMs: number | null;
}

const TimeContext = createContext<Time | undefined>(undefined);
const OwnTimeContext = createContext<(own: OwnTime | undefined) => void>(() => undefined);

/**
 * Shows the page's own range and refresh where the address names none: for a dashboard that says so of itself.
 * What is `null` is as everywhere.
 */
export function useOwnTime({ rangeMs, refreshMs }: OwnTime): void {
  const setOwn = useContext(OwnTimeContext);
  useLayoutEffect(() => {
    setOwn({ rangeMs, refreshMs });
    return () => setOwn(undefined);
  }, [setOwn, rangeMs, refreshMs]);
}

/** The time of the page, with the window to query. Whoever uses it is drawn anew at each refresh. */
export function useTime(): ShownTime {
  const time = useTimeControl();
  const window = useWindow();
  return useMemo(() => ({ ...time, window }), [time, window]);
}

/** The time of the page without its moving window. */
export function useTimeControl(): Time {
  const time = useContext(TimeContext);
  if (time === undefined) throw new Error('no time around this component');
  return time;
}

/** Keeps the time of the page in its address, and the station's panels at it. */
export function TimeProvider({ children }: { readonly children: ComponentChildren }): JSX.Element {
  const station = useStation();
  const defined = useResourceData(station.status)?.ui;
  const [own, setOwn] = useState<OwnTime | undefined>(undefined);
  const rangeMs = own?.rangeMs ?? defined?.rangeMs;
  const refreshMs = own?.refreshMs ?? defined?.refreshMs ?? DEFAULT_REFRESH_MS;
  const codec = useMemo(
    () => createTimeCodec({ range: rangeOfSpan(rangeMs), refreshMs }),
    [rangeMs, refreshMs],
  );
  const [state, setState] = useUrlState(codec);
  const zone = state.zone ?? readZone();
  setCurrentZone(zone);
  useEffect(() => station.setRange(state.range), [station, JSON.stringify(state.range)]);
  useEffect(() => station.setRefreshMs(state.refreshMs), [station, state.refreshMs]);

  const time = useMemo((): Time => {
    const setRange = (range: TimeRange, mode: HistoryMode = 'push'): void =>
      setState({ ...state, range }, mode);
    return {
      range: state.range,
      words: describeRange(state.range),
      refreshMs: state.refreshMs,
      zone,
      setRange: (range) => setRange(range),
      zoom: (oneMs, otherMs) => setRange(fixedRange(oneMs, otherMs)),
      zoomOut: () => setRange(widenRange(state.range, station.nowMs())),
      shift: (direction) => setRange(shiftRange(state.range, direction, station.nowMs())),
      setRefreshMs: (refreshMs) => setState({ ...state, refreshMs }, 'replace'),
      setZone: (next) => {
        rememberZone(next);
        setState({ ...state, zone: next }, 'replace');
      },
    };
  }, [station, setState, zone, JSON.stringify(state)]);
  return (
    <OwnTimeContext.Provider value={setOwn}>
      <TimeContext.Provider value={time}>{children}</TimeContext.Provider>
    </OwnTimeContext.Provider>
  );
}
