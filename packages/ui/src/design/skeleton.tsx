import type { JSX } from 'preact';

/** Grey lines where text will be. */
export function Skeleton(props: {
  /** What is being loaded, for people who cannot see it. */
  readonly label: string;
  readonly lines?: number;
}): JSX.Element {
  const { lines = 3 } = props;
  return (
    <div class="skeleton" role="status" aria-label={props.label}>
      {Array.from({ length: lines }, (_, index) => (
        <span key={index} class={`skeleton-line is-${index % 3}`} />
      ))}
    </div>
  );
}

/** A page that is on its way. */
export function PageSkeleton(): JSX.Element {
  return (
    <div class="page-skeleton">
      <Skeleton label="Loading the page" lines={6} />
    </div>
  );
}
