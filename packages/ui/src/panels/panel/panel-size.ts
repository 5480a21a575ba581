import type { Panel } from '@telltale/station/contract';

/** The classes that give a panel the size it asks for; see the style of the grid. */
export function sizeClass({ width, height }: Pick<Panel, 'width' | 'height'>): string {
  const wide = width === undefined ? '' : ` is-wide-${width}`;
  return height === undefined ? wide : `${wide} is-tall is-tall-${height}`;
}
