import type { PageLoad } from '@telltale/station/contract';
import { useEffect } from 'preact/hooks';
import { useStation } from './station-context.ts';

/** Longer is no loading: the page was hidden meanwhile, or the station was gone. */
const MAX_MS = 120_000;

/** Tells the station how long the panels of a page took from its opening until all of them had answers. */
export function usePageLoad(page: PageLoad['page']): void {
  const { api, panels } = useStation();
  useEffect(() => {
    const startedMs = performance.now();
    let isGone = false;
    const tell = async (): Promise<void> => {
      await panels.whenIdle();
      // Drawn with the next frame.
      await new Promise((resolve) => requestAnimationFrame(resolve));
      const durationMs = performance.now() - startedMs;
      if (!isGone && durationMs <= MAX_MS) await api.dashboards.pageLoad({ page, durationMs });
    };
    // Whether anybody counts it is not worth a word.
    tell().catch(() => undefined);
    return () => void (isGone = true);
  }, [page]);
}
