import type { PanelThreshold } from '@telltale/station/contract';
import { SERIES_COLOURS } from '../../design/colours.ts';

/** Colours and font of the charts, read from the design tokens because a canvas knows no CSS. */
export interface ChartTheme {
  readonly text: string;
  readonly grid: string;
  readonly surface: string;
  readonly severity: Readonly<Record<PanelThreshold['severity'], string>>;
  readonly thresholdBand: string;
  readonly font: string;
  /** `series[0]` belongs to `--series-1`. */
  readonly series: readonly string[];
}

/** Reads the theme that holds for an element now. */
export function readChartTheme(element: Element): ChartTheme {
  const style = getComputedStyle(element);
  const token = (name: string): string => style.getPropertyValue(name).trim();
  return {
    text: token('--text-3'),
    grid: token('--grid'),
    surface: token('--surface'),
    severity: { info: token('--accent'), warning: token('--warn-fill'), critical: token('--threshold') },
    thresholdBand: token('--threshold-band'),
    font: `11px ${style.fontFamily}`,
    series: Array.from({ length: SERIES_COLOURS }, (_, index) => token(`--series-${index + 1}`)),
  };
}

/** Calls `listener` when the system or the reader changes the theme. */
export function watchTheme(listener: () => void): () => void {
  const system = matchMedia('(prefers-color-scheme: dark)');
  const observer = new MutationObserver(listener);
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme'] });
  system.addEventListener('change', listener);
  return () => {
    observer.disconnect();
    system.removeEventListener('change', listener);
  };
}
