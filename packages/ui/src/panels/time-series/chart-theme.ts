import type { PanelThreshold } from '@telltale/station/contract';
import { SERIES_COLOURS } from '../../design/colours.ts';

/** Colours and font of the charts, read from the design tokens because a canvas knows no CSS. */
export interface ChartTheme {
  readonly text: string;
  readonly grid: string;
  readonly surface: string;
  readonly severity: Readonly<Record<PanelThreshold['severity'], string>>;
  readonly thresholdBand: string;
  readonly exemplar: string;
  readonly font: string;
  /** `series[0]` belongs to `--series-1`. */
  readonly series: readonly string[];
}

const listeners = new Set<() => void>();
let known: ChartTheme | undefined;

/** The theme that holds now. It is read once for all charts: asking the document for a token lays out its styles. */
export function readChartTheme(): ChartTheme {
  watchDocument();
  known ??= readTokens(getComputedStyle(document.body));
  return known;
}

/** Calls `listener` when the system or the reader changes the theme. */
export function watchTheme(listener: () => void): () => void {
  watchDocument();
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function readTokens(style: CSSStyleDeclaration): ChartTheme {
  const token = (name: string): string => style.getPropertyValue(name).trim();
  return {
    text: token('--text-3'),
    grid: token('--grid'),
    surface: token('--surface'),
    severity: { info: token('--accent'), warning: token('--warn-fill'), critical: token('--threshold') },
    thresholdBand: token('--threshold-band'),
    exemplar: token('--text-2'),
    font: `11px ${style.fontFamily}`,
    series: Array.from({ length: SERIES_COLOURS }, (_, index) => token(`--series-${index + 1}`)),
  };
}

let isWatching = false;

/** One watch for all charts, for as long as the page lives. */
function watchDocument(): void {
  if (isWatching) return;
  isWatching = true;
  const onChange = (): void => {
    known = undefined;
    for (const listener of listeners) listener();
  };
  new MutationObserver(onChange).observe(document.documentElement, {
    attributes: true,
    attributeFilter: ['data-theme'],
  });
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', onChange);
}
