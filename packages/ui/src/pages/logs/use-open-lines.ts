import { useState } from 'preact/hooks';
import { withMember } from '../../navigation/changed-copies.ts';
import type { Line } from './line-buffer.ts';
import type { Choices } from './use-logs-state.ts';

/** Which lines are open. */
export interface OpenLines {
  readonly isOpen: (line: Line) => boolean;
  readonly toggle: (line: Line) => void;
}

/** Addresses have their limits. */
const MOST = 20;

/** Lines that are open: in the address, but for those that came in live, which have no name there yet. */
export function useOpenLines({ state, change }: Choices): OpenLines {
  const [unnamed, setUnnamed] = useState<readonly string[]>([]);
  const isOpen = ({ id, key }: Line): boolean =>
    id === undefined ? unnamed.includes(key) : state.open.includes(id);
  return {
    isOpen,
    toggle: (line) => {
      const isNext = !isOpen(line);
      if (line.id === undefined) return setUnnamed(withMember(unnamed, line.key, isNext));
      change({ open: withMember(state.open, line.id, isNext).slice(-MOST) }, 'replace');
    },
  };
}
