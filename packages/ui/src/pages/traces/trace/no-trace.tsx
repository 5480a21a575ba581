import type { JSX } from 'preact';
import { EmptyState } from '../../../design/empty-state.tsx';
import { ErrorState } from '../../../design/error-state.tsx';
import { Skeleton } from '../../../design/skeleton.tsx';
import { isNoTrace } from './use-trace.ts';

/** What stands where a trace will be, or would be. */
export function NoTrace(props: {
  readonly error: string;
  readonly onRetry: () => void;
  /** The page where others are found. */
  readonly searchHref: string;
}): JSX.Element {
  const { error } = props;
  if (error === '') return <Skeleton label="Loading the trace" lines={10} />;
  if (!isNoTrace(error)) {
    return <ErrorState title="The trace could not be loaded" error={error} onRetry={props.onRetry} />;
  }
  return (
    <EmptyState title="This trace is not here">
      <p>
        It may be older than what is kept, not sampled, or not yet arrived. Its spans come seconds after it
        ended.
      </p>
      <p>
        <button type="button" class="text-button" onClick={props.onRetry}>
          Look again
        </button>{' '}
        <a href={props.searchHref}>Search traces</a>
      </p>
    </EmptyState>
  );
}
