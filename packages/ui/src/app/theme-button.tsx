import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { Icon } from '../design/icon.tsx';
import { chooseTheme, nextTheme, readTheme } from './theme.ts';

/** Switches between the system's theme, light and dark. */
export function ThemeButton(): JSX.Element {
  const [theme, setTheme] = useState(readTheme);
  const next = nextTheme(theme);
  return (
    <button
      type="button"
      class="icon-button"
      aria-label={`Theme: ${theme}. Switch to ${next}`}
      title={`Theme: ${theme}`}
      onClick={() => {
        chooseTheme(next);
        setTheme(next);
      }}
    >
      <Icon name={theme} />
    </button>
  );
}
