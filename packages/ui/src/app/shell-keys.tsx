import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { useGo, useHref } from '../navigation/links.ts';
import { useKeys } from '../navigation/keys.tsx';
import { lazyPage } from '../design/lazy-page.tsx';
import { onOpenOverlay, openOverlay } from './overlays.ts';
import type { Overlay } from './overlays.ts';
import { LISTED_PAGES, PAGE_NAMES } from './page-list.ts';

const Palette = lazyPage(async () => (await import('./palette/palette.tsx')).Palette);
const KeyHelp = lazyPage(async () => (await import('./key-help.tsx')).KeyHelp);

/** The keys of all pages, and what they open. */
export function ShellKeys(): JSX.Element | null {
  const hrefOf = useHref();
  const go = useGo();
  const [overlay, setOverlay] = useState<Overlay | undefined>(undefined);
  useEffect(() => onOpenOverlay(setOverlay), []);
  useKeys(
    [
      ...LISTED_PAGES.map(({ key, route }) => ({
        keys: `g ${key}`,
        title: PAGE_NAMES[route.page],
        group: 'Go to',
        run: () => go(hrefOf(route)),
      })),
      { keys: 'Mod+k', title: 'Search or jump to…', group: 'Everywhere', run: () => openOverlay('palette') },
      { keys: '?', title: 'Keys of this page', group: 'Everywhere', run: () => openOverlay('help') },
    ],
    'everywhere',
  );
  const close = (): void => setOverlay(undefined);
  if (overlay === undefined) return null;
  return overlay === 'palette' ? <Palette onClose={close} /> : <KeyHelp onClose={close} />;
}
