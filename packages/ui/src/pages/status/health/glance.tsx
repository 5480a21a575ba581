import type { RemoteView, StatusResponse } from '@telltale/station/contract';
import type { JSX } from 'preact';
import { CopyButton } from '../../../design/copy-button.tsx';
import { Fact } from '../../../design/fact.tsx';
import { Icon } from '../../../design/icon.tsx';
import { StateBadge } from '../../../design/state-badge.tsx';
import { Time } from '../../../design/time.tsx';
import { formatValue } from '../../../format/units.ts';
import { shortHash } from '../configuration/short-hash.ts';
import { RefusedReload } from '../reload-state.tsx';

/** What the station does for want of memory. */
const SHORT_OF_MEMORY: Readonly<Record<StatusResponse['memory']['level'], string>> = {
  enough: '',
  tight: 'tight: caches are let go of',
  short: 'short: queries are refused',
  critical: 'short: queries and what is pushed are refused',
};

/** What runs here, since when, and by which configuration. */
export function Glance({ status }: { readonly status: StatusResponse }): JSX.Element {
  const { configuration, remote, service, memory } = status;
  return (
    <section class="status-section" aria-label="At a glance">
      <RefusedReload configuration={configuration} />
      {remote !== null && <RemoteServer remote={remote} />}
      <dl class="facts card">
        <Fact name="Version">{status.version}</Fact>
        <Fact name="Up since">
          <Time atMs={status.startedAtMs} as="both" />
        </Fact>
        <Fact name="Configuration read">
          <Time atMs={configuration.lastSuccessMs} as="both" />
        </Fact>
        <Fact name="Configuration hash">
          <span class="with-copy">
            <code title={configuration.hash}>{shortHash(configuration.hash)}</code>
            <CopyButton text={configuration.hash} what="Configuration hash" />
          </span>
        </Fact>
        <Fact name="Service">{service === '' ? 'none is defined' : service}</Fact>
        <Fact name="Definition">
          {configuration.file === '' ? (
            <>
              none: <code>telltale init</code> writes one
            </>
          ) : (
            <code>{configuration.file}</code>
          )}
        </Fact>
        <Fact name="Samples">
          {remote === null
            ? `own storage, ${formatValue('', status.seriesCount)} series`
            : `read from ${remote.host}`}
        </Fact>
        <Fact name="Memory">
          {formatValue('bytes', status.residentBytes)}
          {memory.limitBytes !== null && ` of ${formatValue('bytes', memory.limitBytes)}`}
          {memory.level !== 'enough' && (
            <>
              <br />
              <StateBadge icon="pending" tone="warn" word={SHORT_OF_MEMORY[memory.level]} />
            </>
          )}
        </Fact>
      </dl>
    </section>
  );
}

/** In remote mode most of what is shown is only as good as the way to that server. */
function RemoteServer({ remote }: { readonly remote: RemoteView }): JSX.Element {
  const { host, isUp, failingSinceMs, lastError, scrapes } = remote;
  if (failingSinceMs !== null) {
    return (
      <div class="refused-reload" role="alert">
        <p>
          <Icon name="firing" />
          <strong>{host} does not answer</strong> since <Time atMs={failingSinceMs} as="both" />. The station
          asks again by itself.
        </p>
        <pre class="refused-reason">{lastError}</pre>
      </div>
    );
  }
  return (
    <p class="remote-note">
      <StateBadge
        icon={isUp === null ? 'unknown' : 'ok'}
        word={isUp === null ? 'Not asked yet' : 'Answers'}
        tone={isUp === null ? 'mute' : 'ok'}
      />
      <span>
        {host} has the samples and evaluates the rules
        {scrapes ? '; this station scrapes and sends it what it reads.' : ' and scrapes.'}
      </span>
    </p>
  );
}
