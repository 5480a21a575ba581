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
  | 'retry'
  | 'overview'
  | 'dashboards'
  | 'explore'
  | 'logs'
  | 'traces'
  | 'map'
  | 'targets'
  | 'rules'
  | 'alerts'
  | 'silences'
  | 'search'
  | 'clock'
  | 'close'
  | 'copy'
  | 'link'
  | 'menu'
  | 'more'
  | 'check'
  | 'help'
  | 'zoom-out'
  | 'arrow-left'
  | 'arrow-right'
  | 'arrow-up'
  | 'arrow-down'
  | 'info'
  | 'expand'
  | 'download'
  | 'external'
  | 'code'
  | 'mute'
  | 'prove'
  | 'doctor'
  | 'drift'
  | 'status'
  | 'story'
  | 'plus'
  | 'edit'
  | 'trash'
  | 'grip'
  | 'narrower'
  | 'wider';

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
  overview: 'M2 2h5v6H2zM9 2h5v3.5H9zM9 8h5v6H9zM2 10.5h5V14H2z',
  dashboards: 'M2 13.5h12M3.5 11V7.5M6.5 11V4M9.5 11V6M12.5 11V2.5',
  explore: 'M8 1.5a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13ZM10.8 5.2 9.2 9.2l-4 1.6 1.6-4z',
  logs: 'M2 3.5h2M6.5 3.5H14M2 6.5h2M6.5 6.5h5M2 9.5h2M6.5 9.5H14M2 12.5h2M6.5 12.5h4',
  traces: 'M2 3.5h7M4.5 6.5h6M7 9.5h5M9.5 12.5H14',
  map: 'M5.5 2h5v3.5h-5zM1.5 10.5h5V14h-5zM9.5 10.5h5V14h-5zM8 5.5v2.5M4 10.5V8h8v2.5',
  targets: 'M8 1.5a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13ZM8 5a3 3 0 1 0 0 6 3 3 0 0 0 0-6ZM8 8h.01',
  rules: 'M2 3.5l1 1 1.8-2M2 8.5l1 1 1.8-2M2 13.2l1 1 1.8-2M7.5 3.5H14M7.5 8.5H14M7.5 13.2H14',
  alerts:
    'M8 1.8a4.2 4.2 0 0 0-4.2 4.2c0 4-1.6 5.2-1.6 5.2h11.6s-1.6-1.2-1.6-5.2A4.2 4.2 0 0 0 8 1.8ZM6.6 13.6a1.6 1.6 0 0 0 2.8 0',
  silences:
    'M3.8 6c0 4-1.6 5.2-1.6 5.2h9M5.6 2.6A4.2 4.2 0 0 1 12.2 6c0 1.6.3 2.8.6 3.6M6.6 13.6a1.6 1.6 0 0 0 2.8 0M1.8 1.5l12.4 13',
  search: 'M7 2a5 5 0 1 0 0 10A5 5 0 0 0 7 2ZM10.7 10.7 14 14',
  clock: 'M8 1.5a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13ZM8 4.2V8l2.6 1.6',
  close: 'M3.5 3.5l9 9M12.5 3.5l-9 9',
  plus: 'M8 3v10M3 8h10',
  edit: 'M2.5 13.5l.6-3L10.6 3a1.4 1.4 0 0 1 2.4 2.4L5.5 12.9zM9.4 4.2l2.4 2.4',
  trash: 'M2.5 4.5h11M6 4.5v-2h4v2M4 4.5l.7 9h6.6l.7-9M6.8 7v4M9.2 7v4',
  narrower: 'M1.5 8H7M4.5 5.5 7 8l-2.5 2.5M14.5 8H9M11.5 5.5 9 8l2.5 2.5',
  wider: 'M7 8H1.5M4 5.5 1.5 8 4 10.5M9 8h5.5M12 5.5 14.5 8 12 10.5',
  grip: 'M6 3.5h.01M10 3.5h.01M6 8h.01M10 8h.01M6 12.5h.01M10 12.5h.01',
  copy: 'M5.5 5.5h8v8h-8zM3.5 10.5h-1v-8h8v1',
  link: 'M6.6 9.4a2.8 2.8 0 0 0 4 0l2.3-2.3a2.8 2.8 0 0 0-4-4l-1 1M9.4 6.6a2.8 2.8 0 0 0-4 0L3.1 8.9a2.8 2.8 0 0 0 4 4l1-1',
  menu: 'M2 4h12M2 8h12M2 12h12',
  more: 'M3.5 8h.01M8 8h.01M12.5 8h.01',
  check: 'M3 8.5l3.2 3.2L13 4.5',
  help: 'M8 1.5a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13ZM6.2 6.2a1.8 1.8 0 1 1 2.6 1.6c-.5.3-.8.6-.8 1.2M8 11.3v.1',
  'zoom-out': 'M7 2a5 5 0 1 0 0 10A5 5 0 0 0 7 2ZM10.7 10.7 14 14M4.8 7h4.4',
  'arrow-left': 'M10 3.5 5.5 8l4.5 4.5',
  'arrow-right': 'M6 3.5 10.5 8 6 12.5',
  'arrow-up': 'M3.5 10 8 5.5l4.5 4.5',
  'arrow-down': 'M3.5 6 8 10.5 12.5 6',
  info: 'M8 1.5a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13ZM8 7.2v4M8 4.8v.1',
  expand: 'M9.5 2.5h4v4M13.5 2.5l-4.5 4.5M6.5 13.5h-4v-4M2.5 13.5 7 9',
  download: 'M8 2v8M4.8 7.2 8 10.4l3.2-3.2M2.5 13.5h11',
  external: 'M9 2.5h4.5V7M13.5 2.5 7.5 8.5M11.5 9.5v4h-9v-9h4',
  code: 'M5.5 4 1.5 8l4 4M10.5 4l4 4-4 4M9.2 2.5 6.8 13.5',
  mute: 'M2 6v4h2.6L8.5 13V3L4.6 6zM11 6l3 4M14 6l-3 4',
  prove: 'M8 1.5 13.5 3.6v4.2c0 3.4-2.4 5.6-5.5 6.7-3.1-1.1-5.5-3.3-5.5-6.7V3.6zM5.4 7.8l2 2 3.4-3.8',
  status: 'M1.5 8.5h3l2-5.5 3 10.5 2-5h3',
  doctor:
    'M3.5 1.8v4a3.5 3.5 0 0 0 7 0v-4M7 9.3v1.4a3.2 3.2 0 0 0 6.4 0V9.6M13.4 6.6a1.5 1.5 0 1 0 0 3 1.5 1.5 0 0 0 0-3Z',
  story: 'M2 3.5h7M2 8h12M2 12.5h9M11.5 2v3M5 6.5v3M12.5 11v3',
  drift: 'M2 4.5h8.5L8 2M14 11.5H5.5L8 14M3.5 8h9',
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
