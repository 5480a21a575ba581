import type { Explore } from '../use-explore.ts';

/** One query that was asked, and where its answer stands. */
export interface QueryResultProps {
  readonly letter: string;
  /** Its number among those that were asked. */
  readonly number: number;
  readonly query: string;
  readonly isVisible: boolean;
  readonly explore: Explore;
  /** Asks a part of the query, or another one, by itself. */
  readonly onExplore: (query: string) => void;
}
