import type { RefObject } from 'preact';
import { useEffect, useState } from 'preact/hooks';

/** The rows of a long table that are there, and the room of those that are not. */
export interface RowWindow {
  readonly start: number;
  readonly end: number;
  readonly beforePx: number;
  readonly afterPx: number;
  /** A row that is on screen. */
  readonly onScreen: number;
  /** Makes a row be there, and scrolls to it. */
  readonly show: (index: number) => void;
}

/** Up to so many rows all of them are there. */
const WHOLE_ROWS = 200;
const SPARE_ROWS = 15;
/** Until a row has been measured. */
const GUESSED_ROW_PX = 41;

/** Keeps the rows on screen there, by how far the page is scrolled. Rows are taken to be equally high. */
export function useRowWindow(body: RefObject<HTMLElement | null>, length: number): RowWindow {
  const isWhole = length <= WHOLE_ROWS;
  const [place, setPlace] = useState({ start: 0, rowPx: GUESSED_ROW_PX });
  const shown = Math.ceil(innerHeight / place.rowPx) + SPARE_ROWS * 2;

  useEffect(() => {
    if (isWhole) return;
    let frame = 0;
    const update = (): void => {
      frame = 0;
      const element = body.current;
      if (element === null) return;
      // Not the first row of the table, which has no line above it.
      const row = element.querySelectorAll('[data-index]').item(1);
      const rowPx = row.getBoundingClientRect().height || GUESSED_ROW_PX;
      const abovePx = Math.max(0, -element.getBoundingClientRect().top);
      const start = Math.max(0, Math.floor(abovePx / rowPx) - SPARE_ROWS);
      setPlace((before) => (before.start === start && before.rowPx === rowPx ? before : { start, rowPx }));
    };
    const onScroll = (): void => {
      if (frame === 0) frame = requestAnimationFrame(update);
    };
    update();
    // Whatever scrolls, the page or a drawer: scrolling does not bubble, but it can be caught on its way.
    addEventListener('scroll', onScroll, { capture: true, passive: true });
    addEventListener('resize', onScroll);
    return () => {
      cancelAnimationFrame(frame);
      removeEventListener('scroll', onScroll, { capture: true });
      removeEventListener('resize', onScroll);
    };
  }, [body, isWhole, length]);

  const start = isWhole ? 0 : Math.min(place.start, Math.max(0, length - shown));
  const end = isWhole ? length : Math.min(length, start + shown);
  return {
    start,
    end,
    beforePx: start * place.rowPx,
    afterPx: (length - end) * place.rowPx,
    onScreen: start === 0 ? 0 : Math.min(end - 1, start + SPARE_ROWS),
    show: (index) => {
      if (isWhole || (index >= start + 2 && index < end - 2)) return;
      setPlace({ ...place, start: Math.max(0, index - SPARE_ROWS) });
      const element = body.current;
      if (element === null) return;
      const topPx = element.getBoundingClientRect().top + index * place.rowPx;
      scrollBy({ top: topPx - innerHeight / 2 });
    },
  };
}
