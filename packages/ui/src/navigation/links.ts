import { useLocation } from 'preact-iso';
import { useCallback } from 'preact/hooks';
import { formatRoute } from './routes.ts';
import type { KnownRoute } from './routes.ts';
import { TIME_PARAMETERS } from './time-codec.ts';
import type { UrlCodec } from './url-codec.ts';
import { addressOf } from './url-state.ts';

/** Writes the address of a page, with a part of its view state. The time that is shown goes along. */
export type HrefOf = <State>(route: KnownRoute, codec?: UrlCodec<State>, state?: State) => string;

/** Writes addresses of pages that show the same time as this one. */
export function useHref(): HrefOf {
  const { url } = useLocation();
  return useCallback<HrefOf>(
    (route, codec, state) => {
      const { searchParams } = new URL(url, location.origin);
      const time = [...searchParams].filter(([name]) => TIME_PARAMETERS.has(name));
      const rest = codec === undefined || state === undefined ? [] : [...codec.format(state)];
      return addressOf(formatRoute(route), new URLSearchParams([...time, ...rest]));
    },
    [url],
  );
}

/** Goes to an address of these pages. */
export function useGo(): (address: string) => void {
  const { route } = useLocation();
  return useCallback((address) => route(address), [route]);
}
