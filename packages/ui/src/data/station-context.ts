import { createContext } from 'preact';
import { useContext, useEffect, useReducer, useRef, useState } from 'preact/hooks';
import type { PanelData } from './answer-cache.ts';
import type { BoardQuery } from './board-query.ts';
import type { StreamState } from './event-stream.ts';
import type { RefreshRule } from './resource-cache.ts';
import type { Resource, ResourceState } from './resource.ts';
import type { StationApi } from './station-api.ts';
import type { Station } from './station.ts';
import type { QueryWindow } from './time-range.ts';

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

/** The data of a resource alone: who shows no more of it is not drawn anew for each question that is asked again. */
export function useResourceData<T>(resource: Resource<T>): T | undefined {
  const [, setData] = useState<T | undefined>(undefined);
  useEffect(() => {
    const read = (): void => setData(() => resource.get().data);
    read();
    return resource.subscribe(read);
  }, [resource]);
  return resource.get().data;
}

/** A resource of a key, with what it can be told to do. */
export interface RemoteState<T> extends ResourceState<T> {
  /** Whether the data is that of the key before, until its own is there. */
  readonly isPrevious: boolean;
  readonly refresh: () => void;
}

/** How a resource of a key is shown. */
export interface RemoteOptions extends RefreshRule {
  /** Shows what the key before had until there is something of this one: for a change of range. Default: no. */
  readonly keepsPrevious?: boolean;
}

/**
 * Asks the station for something that depends on parameters. Whoever uses the same key shares one request;
 * old data stays while new data is asked for; what nobody shows any more is aborted.
 *
 * @param key Names the question and all its parameters; `undefined` asks nothing.
 */
export function useRemote<T>(
  key: readonly unknown[] | undefined,
  load: (api: StationApi, signal: AbortSignal) => Promise<T>,
  options: RemoteOptions = {},
): RemoteState<T> {
  const { cache, api } = useStation();
  const render = useRender();
  const text = key === undefined ? undefined : JSON.stringify(key);
  const resource = text === undefined ? undefined : cache.get(text, (signal) => load(api, signal), options);
  useEffect(() => resource?.subscribe(render), [resource]);
  const previous = useRef<T | undefined>(undefined);
  const state = resource?.get() ?? NOTHING;
  if (state.data !== undefined) previous.current = state.data;
  const isPrevious =
    options.keepsPrevious === true && state.data === undefined && previous.current !== undefined;
  return {
    ...state,
    data: isPrevious ? previous.current : state.data,
    isLoading: state.isLoading || (resource !== undefined && state.data === undefined && state.error === ''),
    isPrevious,
    refresh: () => void resource?.refresh(),
  };
}

/** Whether events arrive from the station. */
export function useStreamState(): StreamState {
  const { events } = useStation();
  const render = useRender();
  useEffect(() => events.subscribe(render), [events]);
  return events.state();
}

/** A panel's data, kept fresh while `isVisible`. `stepMs`: another resolution than usual. */
export function usePanelData(
  queries: readonly BoardQuery[],
  isVisible: boolean,
  stepMs?: number,
): PanelData | undefined {
  const { panels } = useStation();
  const render = useRender();
  const key = JSON.stringify(queries);
  useEffect(
    () => (isVisible && queries.length > 0 ? panels.watch(queries, render, stepMs) : undefined),
    [panels, key, isVisible, stepMs],
  );
  return panels.read(queries, stepMs);
}

/** The window of the newest refresh, which all panels show. */
export function useWindow(): QueryWindow {
  const { time } = useStation();
  const render = useRender();
  useEffect(() => time.subscribe(render), [time]);
  return time.get();
}

/** The station's time, renewed every second for ages that count up. */
export function useNow(): number {
  const { nowMs, seconds } = useStation();
  const [now, setNow] = useState(nowMs);
  useEffect(() => seconds.subscribe(() => setNow(nowMs())), [nowMs, seconds]);
  return now;
}

/** What `read` tells, asked again each second: drawn anew only where it tells something else. */
export function useEachSecond<T extends string | number | boolean>(read: () => T): T {
  const { seconds } = useStation();
  const render = useRender();
  const newest = useRef(read);
  newest.current = read;
  const value = read();
  const shown = useRef(value);
  shown.current = value;
  useEffect(
    () =>
      seconds.subscribe(() => {
        if (newest.current() !== shown.current) render();
      }),
    [seconds],
  );
  return value;
}

const NOTHING: ResourceState<never> = { data: undefined, error: '', isLoading: false, atMs: undefined };

function useRender(): () => void {
  const [, render] = useReducer((count: number) => count + 1, 0);
  return () => render(undefined);
}
