import type uPlot from 'uplot';

/** What moves the crosshair of a chart: the pointer over it, the keys, or another chart. */
export type PointedBy = 'pointer' | 'keys' | 'sync';

/** Knows who points into a chart, without asking the document: it is asked for each chart at each move. */
export interface Pointing {
  /** A hook of the chart's options: it is told when the pointer comes and goes. */
  readonly watch: (plot: uPlot) => void;
  /** Moves the crosshair because of a key. */
  readonly byKeys: (move: () => void) => void;
  readonly now: () => PointedBy;
}

/** Nobody points at first. */
export function createPointing(): Pointing {
  let isInside = false;
  let isByKeys = false;
  return {
    watch: ({ over }) => {
      over.addEventListener('pointerenter', () => (isInside = true));
      over.addEventListener('pointerleave', () => (isInside = false));
    },
    byKeys: (move) => {
      isByKeys = true;
      move();
      isByKeys = false;
    },
    now: () => (isByKeys ? 'keys' : isInside ? 'pointer' : 'sync'),
  };
}
