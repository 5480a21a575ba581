import type { RefObject } from 'preact';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { Line, LineBuffer } from './line-buffer.ts';
import { layOutRows } from './row-layout.ts';
import type { RowLayout } from './row-layout.ts';

const SPARE_ROWS = 8;
/** Until a row has been measured. */
const GUESSED_PX = 26;
/** Scrolling by less draws nothing anew. */
const STEP_ROWS = 4;

/** What a window over lines needs. */
export interface LineWindowOptions {
  /** The element with the rows, each with its place as `data-index`. */
  readonly body: RefObject<HTMLElement | null>;
  readonly lines: LineBuffer;
  /** Whether a line is not as high as others. */
  readonly isUneven: (line: Line) => boolean;
  /** Whether the newest line is scrolled away. */
  readonly onAway: (isAway: boolean) => void;
  /** The last line is near. */
  readonly onEnd: () => void;
}

/** Keeps the lines on screen there, by how far the page is scrolled. */
export function useLineWindow(options: LineWindowOptions): RowLayout {
  const { body, lines } = options;
  const newest = useRef(options);
  newest.current = options;
  const [place, setPlace] = useState({ topPx: 0, viewPx: innerHeight, usualPx: GUESSED_PX });
  useEffect(() => {
    let frame = 0;
    const update = (): void => {
      frame = 0;
      if (body.current === null) return;
      const abovePx = Math.max(0, -body.current.getBoundingClientRect().top);
      newest.current.onAway(abovePx > 0);
      setPlace((before) => {
        const stepPx = before.usualPx * STEP_ROWS;
        const topPx = Math.floor(abovePx / stepPx) * stepPx;
        const isSame = before.topPx === topPx && before.viewPx === innerHeight;
        return isSame ? before : { ...before, topPx, viewPx: innerHeight };
      });
    };
    const onScroll = (): void => {
      if (frame === 0) frame = requestAnimationFrame(update);
    };
    // What was as high as it was may break differently now.
    const onResize = (): void => {
      newest.current.lines.forgetHeights();
      onScroll();
    };
    update();
    addEventListener('scroll', onScroll, { passive: true });
    addEventListener('resize', onResize);
    return () => {
      cancelAnimationFrame(frame);
      removeEventListener('scroll', onScroll);
      removeEventListener('resize', onResize);
    };
  }, [body]);

  const layout = layOutRows({
    ...place,
    length: lines.length,
    heightAt: (index) => lines.at(index)?.heightPx ?? 0,
    spare: SPARE_ROWS,
  });
  useLayoutEffect(() => {
    const usualPx = measure(body.current, newest.current);
    if (usualPx !== undefined && Math.abs(usualPx - place.usualPx) > 0.5) setPlace({ ...place, usualPx });
  });
  useEffect(() => {
    if (layout.end >= lines.length) newest.current.onEnd();
  }, [layout.end, lines.length]);
  return layout;
}

/** Notes how high the rows are that differ; returns the height of one that does not. */
function measure(
  body: HTMLElement | null,
  { lines, isUneven }: Pick<LineWindowOptions, 'lines' | 'isUneven'>,
): number | undefined {
  let usualPx: number | undefined;
  const heights = new Map<number, number>();
  for (const row of body?.querySelectorAll<HTMLElement>('[data-index]') ?? []) {
    const index = Number(row.dataset['index']);
    const line = lines.at(index);
    if (line === undefined) continue;
    if (isUneven(line)) heights.set(index, (heights.get(index) ?? 0) + row.offsetHeight);
    else {
      line.heightPx = 0;
      usualPx ??= row.getBoundingClientRect().height;
    }
  }
  for (const [index, heightPx] of heights) {
    const line = lines.at(index);
    if (line !== undefined) line.heightPx = heightPx;
  }
  return usualPx;
}
