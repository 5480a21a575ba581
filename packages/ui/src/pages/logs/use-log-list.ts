import { useEffect, useMemo, useReducer, useState } from 'preact/hooks';
import { logTailAddress } from '../../data/api/logs-api.ts';
import type { LogQuestion } from '../../data/api/logs-api.ts';
import { useStation } from '../../data/station-context.ts';
import { boundsOf } from '../../data/time-range.ts';
import { useTime } from '../../navigation/time.tsx';
import { DrawSchedule } from './draw-schedule.ts';
import { followLogs } from './live-tail.ts';
import type { TailState } from './live-tail.ts';
import { AHEAD_MS, LogList } from './log-list.ts';

/** The lines of the page, and how it goes with those that come in. */
export interface ShownLogs {
  readonly list: LogList;
  /** Another one after each change of the list. */
  readonly version: number;
  /** `undefined` while nothing is followed. */
  readonly tail: TailState | undefined;
  /** Asks again for all of it. */
  readonly retry: () => void;
}

/** How lines of a list are kept up with. */
export interface LogListPace {
  /** Whether they are followed as they come in. */
  readonly isLive: boolean;
  /** Asks for new ones so often while the range ends now, beside the refresh of the page. Default: not. */
  readonly everyMs?: number;
  /** Asks for nothing new while nobody sees them. Default: no. */
  readonly isPaused?: boolean;
}

/** Asks for the lines of a question in the time of the page, and for new ones at each refresh or as they come in. */
export function useLogList(
  question: LogQuestion,
  { isLive, everyMs, isPaused = false }: LogListPace,
): ShownLogs {
  const { api, nowMs } = useStation();
  const { range, window } = useTime();
  const { version, touch, touchLater } = useFrames();
  const list = useMemo(
    () => new LogList({ search: api.logs.search, onChange: touch, onArrival: touchLater }),
    [api, touch, touchLater],
  );
  const [tail, setTail] = useState<TailState | undefined>(undefined);
  const { query, filter } = question;
  const rangeKey = JSON.stringify(range);
  const ask = (): void => {
    const { startMs, endMs } = boundsOf(range, nowMs());
    void list.ask({ query, filter, startMs, endMs: range.kind === 'last' ? endMs + AHEAD_MS : endMs });
  };

  useEffect(() => () => list.close(), [list]);
  useEffect(ask, [list, query, filter, rangeKey]);
  useEffect(() => {
    if (range.kind === 'last' && !isLive && !isPaused) void list.refresh(nowMs());
  }, [list, window, isPaused]);
  useEffect(() => {
    if (everyMs === undefined || isPaused || range.kind !== 'last') return;
    const timer = setInterval(() => {
      if (document.visibilityState === 'visible') void list.refresh(nowMs());
    }, everyMs);
    return () => clearInterval(timer);
  }, [list, everyMs, isPaused, rangeKey]);
  useEffect(() => {
    if (!isLive) return;
    const stop = followLogs(logTailAddress({ query, filter }), {
      onState: setTail,
      onFollow: () => void list.refresh(nowMs()),
      onRecords: (records) => list.arrive(records, performance.now()),
      onDropped: (count) => list.miss(count),
    });
    return () => {
      stop();
      setTail(undefined);
    };
  }, [list, isLive, query, filter]);
  return { list, version, tail, retry: ask };
}

/** When to draw. */
interface Frames {
  readonly version: number;
  /** Draws in the next frame, however many changes it has. */
  readonly touch: () => void;
  /** The same, but no sooner than it can be read after the last time. */
  readonly touchLater: () => void;
}

function useFrames(): Frames {
  const [version, draw] = useReducer((count: number) => count + 1, 0);
  const schedule = useMemo(() => new DrawSchedule(() => draw(undefined)), []);
  useEffect(() => () => schedule.cancel(), [schedule]);
  return { version, touch: schedule.next, touchLater: schedule.later };
}
