import type { JSX } from 'preact';
import { useReducer } from 'preact/hooks';
import { Icon } from '../design/icon.tsx';
import { Menu } from '../design/popover.tsx';
import type { MenuItem } from '../design/popover.tsx';
import { nameOfZone } from '../format/zone.ts';
import { IS_MAC } from '../navigation/keys.tsx';
import { useTimeControl } from '../navigation/time.tsx';
import { ConnectionWord } from './connection-banner.tsx';
import { RangePicker } from './range-picker.tsx';
import { openOverlay } from './overlays.ts';
import { THEMES, chooseTheme, readTheme } from './theme.ts';
import { useShare } from './use-share.ts';

const THEME_WORDS = { auto: "The system's theme", light: 'Light', dark: 'Dark' } as const;

/** What all pages have in common: search, time, connection, and how pages are shown. */
export function TopBar(): JSX.Element {
  return (
    <section class="top" aria-label="Search, time and view">
      <button
        type="button"
        class="palette-button"
        title="Search pages, dashboards, metrics, alerts and actions"
        onClick={() => openOverlay('palette')}
      >
        <Icon name="search" />
        <span class="palette-words">Search or jump to…</span>
        <kbd class="palette-key">{IS_MAC ? '⌘ K' : 'Ctrl K'}</kbd>
      </button>
      <div class="top-end">
        <ConnectionWord />
        <RangePicker />
        <ViewMenu />
      </div>
    </section>
  );
}

function ViewMenu(): JSX.Element {
  const [, render] = useReducer((count: number) => count + 1, 0);
  const time = useTimeControl();
  const share = useShare();
  const items = (): readonly MenuItem[] => [
    { heading: 'Share', label: 'Copy link', icon: 'link', onSelect: () => share('as-shown') },
    { label: 'Copy link to this very time', icon: 'clock', onSelect: () => share('fixed') },
    ...THEMES.map((one, index): MenuItem => ({
      label: THEME_WORDS[one],
      icon: one,
      isChecked: one === readTheme(),
      ...(index === 0 && { heading: 'Theme' }),
      onSelect: () => {
        chooseTheme(one);
        render(undefined);
      },
    })),
    ...(['local', 'utc'] as const).map((zone, index): MenuItem => ({
      label: nameOfZone(zone),
      isChecked: zone === time.zone,
      ...(index === 0 && { heading: 'Clock' }),
      onSelect: () => time.setZone(zone),
    })),
    { heading: 'Help', label: 'Keys of this page', icon: 'help', onSelect: () => openOverlay('help') },
  ];
  return <Menu name="View and share" label={<Icon name="more" />} items={items} />;
}
