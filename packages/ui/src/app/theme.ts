/** `auto` follows the system. */
export type Theme = 'auto' | 'light' | 'dark';

/** In the order of the choice. */
export const THEMES: readonly Theme[] = ['auto', 'light', 'dark'];

/** Read by `public/theme.js` before the first paint as well. */
const STORAGE_KEY = 'telltale.theme';

/** The theme chosen earlier in this browser. */
export function readTheme(): Theme {
  const chosen = document.documentElement.dataset.theme;
  return chosen === 'light' || chosen === 'dark' ? chosen : 'auto';
}

/** Shows a theme and remembers it, where the browser lets pages remember anything. */
export function chooseTheme(theme: Theme): void {
  if (theme === 'auto') delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
  try {
    localStorage.setItem(STORAGE_KEY, theme);
  } catch {
    // The choice holds until the page is closed.
  }
}
