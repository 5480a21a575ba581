import { createContext } from 'preact';
import type { PanelQuery } from '@telltale/station/contract';
import { useContext, useEffect, useReducer, useState } from 'preact/hooks';
import type { StreamState } from './event-stream.ts';
import type { PanelData } from './panel-board.ts';
import type { Resource, ResourceState } from './resource.ts';
import type { Station } from './station.ts';

/** Gives the pages their station. */
export const StationContext = createContext<Station | undefined>(undefined);

/** The station of the page. Throws outside a {@link StationContext} provider. */
export function useStation(): Station {
  const station = useContext(StationContext);
  if (station === undefined) throw new Error('no station around this component');
  return station;
}

/** The state of a resource; using it keeps the resource fresh. */
export function useResource<T>(resource: Resource<T>): ResourceState<T> {
  const render = useRender();
  useEffect(() => resource.subscribe(render), [resource]);
  return resource.get();
}

/** Whether events arrive from the station. */
export function useStreamState(): StreamState {
  const { events } = useStation();
  const render = useRender();
  useEffect(() => events.subscribe(render), [events]);
  return events.state();
}

/** A panel's data, kept fresh while `isVisible`. */
export function usePanelData(queries: readonly PanelQuery[], isVisible: boolean): PanelData | undefined {
  const { panels } = useStation();
  const render = useRender();
  const key = JSON.stringify(queries);
  useEffect(() => (isVisible ? panels.watch(queries, render) : undefined), [panels, key, isVisible]);
  return panels.read(queries);
}

/** The station's time, renewed every second for ages that count up. */
export function useNow(): number {
  const { nowMs } = useStation();
  const [now, setNow] = useState(nowMs);
  useEffect(() => {
    const timer = setInterval(() => setNow(nowMs()), 1000);
    return () => clearInterval(timer);
  }, [nowMs]);
  return now;
}

function useRender(): () => void {
  const [, render] = useReducer((count: number) => count + 1, 0);
  return () => render(undefined);
}
