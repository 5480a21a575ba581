import type uPlot from 'uplot';

/** What moves the crosshair of a chart: the pointer over it, the keys, or another chart. */
export type PointedBy = 'pointer' | 'keys' | 'sync';

/** Knows who points into a chart, without asking the document: it is asked for each chart at each move. */
export interface Pointing {
  /** A hook of the chart's options: it is told when the pointer comes and goes. */
  readonly watch: (plot: uPlot) => void;
  /** Moves the crosshair because of a key, to an exemplar by its index where one is meant. */
  readonly byKeys: (move: () => void, exemplar?: number) => void;
  /** The exemplar that a key leads to at the moment. */
  readonly keyedExemplar: () => number | undefined;
  readonly now: () => PointedBy;
}

/** Nobody points at first. */
export function createPointing(): Pointing {
  let isInside = false;
  let isByKeys = false;
  let keyed: number | undefined;
  return {
    watch: ({ over }) => {
      over.addEventListener('pointerenter', () => (isInside = true));
      over.addEventListener('pointerleave', () => (isInside = false));
    },
    byKeys: (move, exemplar) => {
      isByKeys = true;
      keyed = exemplar;
      move();
      isByKeys = false;
      keyed = undefined;
    },
    keyedExemplar: () => keyed,
    now: () => (isByKeys ? 'keys' : isInside ? 'pointer' : 'sync'),
  };
}
