import type { JSX } from 'preact';
import { useId } from 'preact/hooks';
import { sparklinePath } from './sparkline-path.ts';

const WIDTH = 160;
const HEIGHT = 36;

/** The course of one series without axes; decoration beside the number. */
export function Sparkline({ values }: { readonly values: readonly (number | null)[] }): JSX.Element {
  const { line, area } = sparklinePath(values, WIDTH, HEIGHT);
  const gradient = useId();
  return (
    <svg class="sparkline" viewBox={`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none" aria-hidden="true">
      <linearGradient id={gradient} x1="0" y1="0" x2="0" y2="1">
        <stop class="sparkline-top" offset="0" />
        <stop class="sparkline-bottom" offset="1" />
      </linearGradient>
      <path class="sparkline-area" d={area} fill={`url(#${gradient})`} />
      <path class="sparkline-line" d={line} />
    </svg>
  );
}
