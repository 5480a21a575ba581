import type { ComponentType, JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { useStreamState } from '../data/station-context.ts';
import { ErrorState } from './error-state.tsx';
import { PageSkeleton } from './skeleton.tsx';

type Loaded<Props> =
  | { readonly kind: 'page'; readonly Page: ComponentType<Props> }
  | { readonly kind: 'failed' }
  | { readonly kind: 'loading' };

/**
 * Makes a component of a page in a chunk of its own. Where the chunk cannot be loaded, such as after the
 * station was upgraded, it offers to load the whole page anew; where the station was gone, it does so by itself
 * when it is back.
 */
export function lazyPage<Props extends object>(
  load: () => Promise<ComponentType<Props>>,
): ComponentType<Props> {
  let known: ComponentType<Props> | undefined;
  return function Lazy(props: Props): JSX.Element {
    const [loaded, setLoaded] = useState<Loaded<Props>>(
      known === undefined ? { kind: 'loading' } : { kind: 'page', Page: known },
    );
    useEffect(() => {
      if (known !== undefined) return;
      let isGone = false;
      const show = async (): Promise<void> => {
        try {
          const Page = await load();
          known = Page;
          if (!isGone) setLoaded({ kind: 'page', Page });
        } catch {
          if (!isGone) setLoaded({ kind: 'failed' });
        }
      };
      void show();
      return () => {
        isGone = true;
      };
    }, []);
    useReloadWhenBack(loaded.kind === 'failed');
    if (loaded.kind === 'loading') return <PageSkeleton />;
    if (loaded.kind === 'page') return <loaded.Page {...props} />;
    return (
      <ErrorState
        title="This page could not be loaded"
        error="The station does not answer, or it was upgraded since this page was opened."
        onRetry={() => location.reload()}
        retryWords="Reload"
      />
    );
  };
}

/** Loads the whole page anew when the station answers again: a chunk that failed is not asked for a second time. */
function useReloadWhenBack(isWaiting: boolean): void {
  const { kind } = useStreamState();
  const wasLost = useRef(false);
  useEffect(() => {
    if (!isWaiting) return;
    if (kind === 'lost') wasLost.current = true;
    else if (kind === 'open' && wasLost.current) location.reload();
  }, [isWaiting, kind]);
}
