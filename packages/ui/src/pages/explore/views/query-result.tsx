import type { JSX } from 'preact';
import { GraphView } from './graph-view.tsx';
import type { QueryResultProps } from './query-result-props.ts';
import { RawView } from './raw-view.tsx';
import { TableView } from './table-view.tsx';
import { TreeView } from './tree-view.tsx';

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
