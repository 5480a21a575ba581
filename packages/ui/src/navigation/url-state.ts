import { useLocation } from 'preact-iso';
import { useCallback, useMemo } from 'preact/hooks';

/** Reads a page's view state from the parameters of its address, and writes it back. */
export interface UrlCodec<State> {
  /** Never fails: what cannot be understood is the default. */
  readonly parse: (params: URLSearchParams) => State;
  readonly format: (state: State) => URLSearchParams;
}

/** How a change enters the browser's history. */
export type HistoryMode = 'push' | 'replace';

/** A page's view state, kept in the address and nowhere else. */
export function useUrlState<State>(
  codec: UrlCodec<State>,
): readonly [State, (next: State, mode: HistoryMode) => void] {
  const { url, path, route } = useLocation();
  const state = useMemo(() => codec.parse(new URL(url, location.origin).searchParams), [codec, url]);
  const setState = useCallback(
    (next: State, mode: HistoryMode) => route(addressOf(path, codec.format(next)), mode === 'replace'),
    [codec, path, route],
  );
  return [state, setState];
}

/** A path with its parameters, without a question mark where there are none. */
export function addressOf(path: string, params: URLSearchParams): string {
  const search = params.toString();
  return search === '' ? path : `${path}?${search}`;
}
