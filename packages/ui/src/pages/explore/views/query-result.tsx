import type { JSX } from 'preact';
import type { Explore } from '../use-explore.ts';
import { GraphView } from './graph-view.tsx';
import { RawView } from './raw-view.tsx';
import { TableView } from './table-view.tsx';
import { TreeView } from './tree-view.tsx';

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

/** The answer to a query in the view of the page. */
export function QueryResult(props: QueryResultProps): JSX.Element {
  switch (props.explore.state.view) {
    case 'graph':
      return <GraphView {...props} />;
    case 'table':
      return <TableView {...props} />;
    case 'raw':
      return <RawView {...props} />;
    case 'tree':
      return <TreeView {...props} />;
  }
}
