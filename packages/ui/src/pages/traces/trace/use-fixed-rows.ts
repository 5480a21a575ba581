import type { RefObject } from 'preact';
import { useEffect, useState } from 'preact/hooks';

/** Rows of one height in a box that scrolls, of which only those on screen are there. */
export interface FixedRows {
  readonly start: number;
  readonly end: number;
  readonly beforePx: number;
  readonly afterPx: number;
  /** Scrolls so far that a row is on screen. */
  readonly show: (index: number) => void;
}

const SPARE_ROWS = 8;

/** Follows how far a box is scrolled. `rowPx` is what the style sheet says. */
export function useFixedRows(box: RefObject<HTMLElement | null>, length: number, rowPx: number): FixedRows {
  const [view, setView] = useState({ first: 0, rows: Math.ceil(innerHeight / rowPx) });
  useEffect(() => {
    const element = box.current;
    if (element === null) return;
    const update = (): void => {
      const first = Math.floor(element.scrollTop / rowPx / SPARE_ROWS) * SPARE_ROWS;
      const rows = Math.ceil(element.clientHeight / rowPx) + SPARE_ROWS;
      setView((before) => (before.first === first && before.rows === rows ? before : { first, rows }));
    };
    const observer = new ResizeObserver(update);
    observer.observe(element);
    element.addEventListener('scroll', update, { passive: true });
    return () => {
      observer.disconnect();
      element.removeEventListener('scroll', update);
    };
  }, [box, rowPx]);
  const start = Math.max(0, Math.min(view.first, length - view.rows) - SPARE_ROWS);
  const end = Math.min(length, start + view.rows + SPARE_ROWS * 2);
  return {
    start,
    end,
    beforePx: start * rowPx,
    afterPx: (length - end) * rowPx,
    show: (index) => {
      const element = box.current;
      if (element === null) return;
      const topPx = index * rowPx;
      if (topPx < element.scrollTop) element.scrollTop = topPx;
      else if (topPx + rowPx > element.scrollTop + element.clientHeight) {
        element.scrollTop = topPx + rowPx - element.clientHeight;
      }
    },
  };
}
