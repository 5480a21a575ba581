import { useLocation } from 'preact-iso';
import { useCallback, useMemo } from 'preact/hooks';
import type { UrlCodec } from './url-codec.ts';

/** How a change enters the browser's history. */
export type HistoryMode = 'push' | 'replace';

/**
 * A part of the view state, kept in the address and nowhere else. Parameters that the codec does not own
 * stay as they are, so that several parts may stand side by side.
 */
export function useUrlState<State>(
  codec: UrlCodec<State>,
): readonly [State, (next: State, mode: HistoryMode) => void] {
  const { url, route } = useLocation();
  const state = useMemo(() => codec.parse(new URL(url, location.origin).searchParams), [codec, url]);
  const setState = useCallback(
    (next: State, mode: HistoryMode) => {
      // Not the address of this rendering: another part may have changed it since.
      const address = addressOf(location.pathname, replaceOwned(location.search, codec, next));
      if (address !== location.pathname + location.search) route(address, mode === 'replace');
    },
    [codec, route],
  );
  return [state, setState];
}

/** The parameters of an address with those of one codec written anew. */
export function replaceOwned<State>(search: string, codec: UrlCodec<State>, next: State): URLSearchParams {
  const params = new URLSearchParams(search);
  const others = [...params].filter(([name]) => !codec.owns(name));
  return new URLSearchParams([...others, ...codec.format(next)]);
}

/** A path with its parameters, without a question mark where there are none. */
export function addressOf(path: string, params: URLSearchParams): string {
  const search = params.toString();
  return search === '' ? path : `${path}?${search}`;
}
