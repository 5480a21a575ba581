import type { ComponentChildren, JSX } from 'preact';
import { Icon } from './icon.tsx';

/** Says what went wrong, and lets people try again. */
export function ErrorState(props: {
  readonly title: string;
  /** As the station said it; always text. */
  readonly error: string;
  readonly onRetry?: () => void;
  /** `Try again` by default. */
  readonly retryWords?: string;
  /** What else can be done. */
  readonly children?: ComponentChildren;
}): JSX.Element {
  return (
    <div class="empty error-state" role="alert">
      <p class="empty-title">
        <Icon name="firing" /> {props.title}
      </p>
      <p class="empty-help">{props.error}</p>
      {props.children !== undefined && <div class="empty-help">{props.children}</div>}
      {props.onRetry !== undefined && (
        <button type="button" class="button" onClick={props.onRetry}>
          <Icon name="retry" /> {props.retryWords ?? 'Try again'}
        </button>
      )}
    </div>
  );
}
