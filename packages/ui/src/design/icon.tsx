import type { JSX } from 'preact';

/** Names of the icons; each has a shape of its own, so that none depends on colour. */
export type IconName =
  | 'ok'
  | 'pending'
  | 'firing'
  | 'unknown'
  | 'chart'
  | 'table'
  | 'query'
  | 'chevron'
  | 'auto'
  | 'light'
  | 'dark'
  | 'retry';

const PATHS: Readonly<Record<IconName, string>> = {
  ok: 'M8 1.5a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13ZM5.2 8.2l2 2 3.8-4.4',
  pending: 'M8 1.5a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13ZM8 4.5V8l2.4 1.6',
  firing: 'M8 1.8 15 14H1L8 1.8ZM8 6.4v3.4M8 11.6v.4',
  unknown: 'M8 1.5a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13ZM5.4 8h5.2',
  chart: 'M2 2v12h12M4.5 10.5l3-4 2.5 2 3.5-5',
  table: 'M2 3h12v10H2zM2 6.4h12M2 9.8h12M6.5 3v10',
  query: 'M5.5 3.5 1.5 8l4 4.5M10.5 3.5l4 4.5-4 4.5',
  chevron: 'M6 3.5 10.5 8 6 12.5',
  auto: 'M8 2a6 6 0 1 0 0 12A6 6 0 0 0 8 2ZM8 2v12M8 5h3.9M8 8h6M8 11h4.6',
  light:
    'M8 5a3 3 0 1 0 0 6 3 3 0 0 0 0-6ZM8 1v1.5M8 13.5V15M1 8h1.5M13.5 8H15M3 3l1 1M12 12l1 1M3 13l1-1M12 4l1-1',
  dark: 'M13.5 9.6A6 6 0 0 1 6.4 2.5a6 6 0 1 0 7.1 7.1Z',
  retry: 'M13.5 8A5.5 5.5 0 1 1 11.6 3.8M13.5 2v3h-3',
};

/** A 16-pixel line icon; decoration only, the word stands beside it. */
export function Icon({ name }: { readonly name: IconName }): JSX.Element {
  return (
    <svg class={`icon icon-${name}`} viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">
      <path d={PATHS[name]} />
    </svg>
  );
}
