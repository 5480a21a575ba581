import type { PageLoad } from '@telltale/station/contract';
import { useEffect, useRef } from 'preact/hooks';
import { useStation } from './station-context.ts';

/** Longer is no loading: the page was hidden meanwhile, or the station was gone. */
const MAX_MS = 120_000;

/**
 * Tells the station how long a page took from its opening until all of its panels had answers, and what else it waits
 * for was there.
 */
export function usePageLoad(page: PageLoad['page'], isReady = true): void {
  const { api, panels } = useStation();
  const opened = useRef({ page, atMs: performance.now() });
  const told = useRef('');
  if (opened.current.page !== page) opened.current = { page, atMs: performance.now() };
  useEffect(() => {
    if (!isReady || told.current === page) return;
    let isGone = false;
    const tell = async (): Promise<void> => {
      await panels.whenIdle();
      // Drawn with the next frame.
      await new Promise((resolve) => requestAnimationFrame(resolve));
      const durationMs = performance.now() - opened.current.atMs;
      if (isGone || durationMs > MAX_MS) return;
      told.current = page;
      await api.dashboards.pageLoad({ page, durationMs });
    };
    // Whether anybody counts it is not worth a word.
    tell().catch(() => undefined);
    return () => void (isGone = true);
  }, [page, isReady]);
}
