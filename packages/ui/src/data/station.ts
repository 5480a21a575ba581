import type {
  AlertsResponse,
  DashboardsResponse,
  StationEvent,
  StatusResponse,
  TargetsResponse,
} from '@telltale/station/contract';
import { openEventStream } from './event-stream.ts';
import type { EventStream } from './event-stream.ts';
import { startLiveLoop } from './live-loop.ts';
import { createPanelBoard } from './panel-board.ts';
import type { PanelBoard } from './panel-board.ts';
import { createResource } from './resource.ts';
import type { Resource } from './resource.ts';
import { createStationApi } from './station-api.ts';
import { DEFAULT_RANGE, refreshIntervalMs } from './time-range.ts';
import type { TimeRange } from './time-range.ts';

/** The station as the page knows it: its resources, kept fresh while anything shows them. */
export interface Station {
  readonly status: Resource<StatusResponse>;
  readonly dashboards: Resource<DashboardsResponse>;
  readonly targets: Resource<TargetsResponse>;
  readonly alerts: Resource<AlertsResponse>;
  readonly panels: PanelBoard;
  readonly events: EventStream;
  /** The station's time, which may differ from the browser's. */
  readonly nowMs: () => number;
  /** Sets what the panels show and how often everything is refreshed. */
  readonly setRange: (range: TimeRange) => void;
}

/** Connects to the station that served this page. Made once; it lives as long as the page. */
export function connectStation(): Station {
  const api = createStationApi();
  let clockSkewMs = 0;
  let definedRefreshMs: number | null = null;
  let range = DEFAULT_RANGE;
  const nowMs = (): number => Date.now() + clockSkewMs;

  const status = createResource(async () => {
    const response = await api.status();
    clockSkewMs = response.nowMs - Date.now();
    definedRefreshMs = response.ui.refreshMs;
    loop.setIntervalMs(definedRefreshMs ?? refreshIntervalMs(range));
    return response;
  });
  const dashboards = createResource(api.dashboards);
  const targets = createResource(api.targets);
  const alerts = createResource(api.alerts);
  const panels = createPanelBoard({ queryBatch: api.queryBatch, nowMs, range: DEFAULT_RANGE });

  const refreshByEvent: Readonly<Record<StationEvent, readonly Resource<unknown>[]>> = {
    hello: [status, dashboards, targets, alerts],
    alerts: [alerts],
    notifications: [alerts],
    targets: [targets],
    dashboards: [dashboards],
  };
  const events = openEventStream((event) => {
    for (const resource of refreshByEvent[event]) resource.refreshIfUsed();
  });
  const loop = startLiveLoop(refreshIntervalMs(DEFAULT_RANGE), () => {
    for (const resource of [status, targets, alerts]) resource.refreshIfUsed();
    panels.refresh();
  });

  return {
    status,
    dashboards,
    targets,
    alerts,
    panels,
    events,
    nowMs,
    setRange: (next) => {
      range = next;
      panels.setRange(range);
      loop.setIntervalMs(definedRefreshMs ?? refreshIntervalMs(range));
    },
  };
}
