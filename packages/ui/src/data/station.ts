import type {
  AlertsResponse,
  DashboardsResponse,
  StationEvent,
  StatusResponse,
  TargetsResponse,
} from '@telltale/station/contract';
import { createHttpClient } from './api/http.ts';
import { openEventStream } from './event-stream.ts';
import type { EventStream } from './event-stream.ts';
import { startLiveLoop } from './live-loop.ts';
import { createPanelBoard } from './panel-board.ts';
import type { PanelBoard } from './panel-board.ts';
import { createResourceCache } from './resource-cache.ts';
import type { ResourceCache } from './resource-cache.ts';
import type { Resource } from './resource.ts';
import { createStationApi } from './station-api.ts';
import type { StationApi } from './station-api.ts';
import { createTicker } from './ticker.ts';
import type { Ticker } from './ticker.ts';
import type { TimeRange } from './time-range.ts';
import { createTimeWindow } from './time-window.ts';
import type { TimeWindow } from './time-window.ts';

/** The station as the page knows it: its resources, kept fresh while anything shows them. */
export interface Station {
  readonly status: Resource<StatusResponse>;
  readonly dashboards: Resource<DashboardsResponse>;
  readonly targets: Resource<TargetsResponse>;
  readonly alerts: Resource<AlertsResponse>;
  /** Resources with parameters. */
  readonly cache: ResourceCache;
  readonly api: StationApi;
  readonly panels: PanelBoard;
  readonly events: EventStream;
  /** What all panels show. */
  readonly time: TimeWindow;
  /** Ticks each second, for ages that count up. */
  readonly seconds: Ticker;
  /** The station's time, which may differ from the browser's. */
  readonly nowMs: () => number;
  /** Sets what the panels show. */
  readonly setRange: (range: TimeRange) => void;
  /** How often everything is asked for again; `null`: only when somebody wants it. */
  readonly setRefreshMs: (refreshMs: number | null) => void;
  /** Asks again for everything on the page. */
  readonly refresh: () => void;
}

/** What the page does for the connection. */
export interface ConnectOptions {
  /** Called when the station wants to know who is asking. */
  readonly onUnauthorised: () => void;
}

/** How often pages ask again where neither the address nor the definition says so. */
export const DEFAULT_REFRESH_MS = 30_000;

/** A station that has just begun has little to show, and each scrape brings more: it is looked at more often. */
const YOUNG_MS = 120_000;
const YOUNG_REFRESH_MS = 5000;
/** A first connection that takes longer may have missed something. */
const FIRST_CONNECTION_MS = 2000;

/** Connects to the station that served this page. Made once; it lives as long as the page. */
export function connectStation(options: ConnectOptions): Station {
  const api = createStationApi(createHttpClient(options));
  let clockSkewMs = 0;
  let isYoung = false;
  let refreshMs: number | null = DEFAULT_REFRESH_MS;
  const setPace = (): void =>
    loop.setIntervalMs(isYoung && refreshMs !== null ? Math.min(refreshMs, YOUNG_REFRESH_MS) : refreshMs);
  const nowMs = (): number => Date.now() + clockSkewMs;
  const cache = createResourceCache();
  const status = cache.get(
    'status',
    async (signal) => {
      const response = await api.status(signal);
      clockSkewMs = response.nowMs - Date.now();
      isYoung = response.nowMs - response.startedAtMs < YOUNG_MS;
      setPace();
      return response;
    },
    {},
  );
  const time = createTimeWindow(nowMs);
  const panels = createPanelBoard({ queryBatch: api.dashboards.queryBatch, nowMs, window: time.get() });
  const refresh = (): void => {
    time.advance();
    cache.refresh();
    panels.refresh(time.get());
  };
  const loop = startLiveLoop(DEFAULT_REFRESH_MS, refresh);
  let connections = 0;
  const startedMs = Date.now();
  const onEvent = (event: StationEvent): void => {
    if (event === 'hello') connections++;
    // What the page asked for as it began is as new as its first connection.
    const isFirst = event === 'hello' && connections === 1 && Date.now() - startedMs < FIRST_CONNECTION_MS;
    if (!isFirst) cache.onEvent(event);
    if (event !== 'hello') return;
    // After an interruption panels go on at once, unless they stand still because somebody wants them to.
    if (connections > 1 && refreshMs !== null) {
      time.advance();
      panels.refresh(time.get());
    }
  };

  return {
    status,
    dashboards: cache.get('dashboards', api.dashboards.all, { on: ['dashboards'], isLive: false }),
    targets: cache.get('targets', api.targets, { on: ['targets'] }),
    alerts: cache.get('alerts', api.alerts.all, { on: ['alerts', 'notifications', 'silences'] }),
    cache,
    api,
    panels,
    events: openEventStream(onEvent),
    time,
    seconds: createTicker(1000),
    nowMs,
    setRange: (range) => {
      time.setRange(range);
      panels.setWindow(time.get());
    },
    setRefreshMs: (next) => {
      refreshMs = next;
      setPace();
    },
    refresh,
  };
}
