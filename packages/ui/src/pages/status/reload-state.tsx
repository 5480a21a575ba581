import type { ConfigurationState } from '@telltale/station/contract';
import type { JSX } from 'preact';
import { Icon } from '../../design/icon.tsx';
import { Time } from '../../design/time.tsx';

/** Said where the last attempt to read the configuration anew failed: what is in force is the one before. */
export function RefusedReload(props: { readonly configuration: ConfigurationState }): JSX.Element | null {
  const { isReloaded, error, lastAttemptMs, lastSuccessMs } = props.configuration;
  if (isReloaded) return null;
  return (
    <div class="refused-reload" role="alert">
      <p>
        <Icon name="firing" />
        <strong>
          The configuration was refused <Time atMs={lastAttemptMs} />.
        </strong>{' '}
        The one of <Time atMs={lastSuccessMs} as="moment" /> stays in force.
      </p>
      <pre class="refused-reason">{error}</pre>
      <p class="cell-note">Correct it, then have it read again.</p>
    </div>
  );
}
