import type { ConfigurationDocument, StatusResponse } from '@telltale/station/contract';
import type { JSX } from 'preact';
import { useMemo } from 'preact/hooks';
import { useRemote } from '../../../data/station-context.ts';
import { plural } from '../../../data/overall-state.ts';
import { CopyButton } from '../../../design/copy-button.tsx';
import { ErrorState } from '../../../design/error-state.tsx';
import { Icon } from '../../../design/icon.tsx';
import { SearchField } from '../../../design/search-field.tsx';
import { Segmented } from '../../../design/segmented.tsx';
import { Skeleton } from '../../../design/skeleton.tsx';
import { Time } from '../../../design/time.tsx';
import { download } from '../../../panels/export/download.ts';
import { RefusedReload } from '../reload-state.tsx';
import type { StatusState } from '../view-state.ts';
import { findLines } from './find-lines.ts';
import { shortHash } from './short-hash.ts';
import { YamlLines } from './yaml-lines.tsx';

/** Name of what another server goes by; files of the station have names that end in `.yml`. */
const SERVER = 'server';

/** All that the station goes by, as files; read only, without secrets. */
export function ConfigurationView(props: {
  readonly status: StatusResponse;
  readonly state: StatusState;
  readonly onState: (state: StatusState, mode: 'push' | 'replace') => void;
}): JSX.Element {
  const { status, state, onState } = props;
  const { configuration, remote } = status;
  // Another configuration is another question.
  const { data, error, refresh } = useRemote(
    ['configuration', configuration.hash],
    (api, signal) => api.own.configuration(signal),
    { isLive: false, keepsPrevious: true },
  );
  if (data === undefined && error !== '') {
    return <ErrorState title="The configuration could not be read" error={error} onRetry={refresh} />;
  }
  if (data === undefined) return <Skeleton label="Loading the configuration" lines={8} />;
  const names = [...data.documents.map(({ name }) => name), ...(remote === null ? [] : [SERVER])];
  const file = names.includes(state.file) ? state.file : (names[0] ?? '');
  return (
    <>
      <RefusedReload configuration={configuration} />
      <p class="remote-note">
        <span>
          In force since <Time atMs={configuration.lastSuccessMs} as="both" />, hash{' '}
          <code title={configuration.hash}>{shortHash(configuration.hash)}</code>. Secrets are not shown.{' '}
          {configuration.takesReloads ? (
            <>
              <code>POST /-/reload</code> or SIGHUP has it read anew.
            </>
          ) : (
            <>SIGHUP has it read anew.</>
          )}
        </span>
      </p>
      <div class="configuration-tools">
        <Segmented
          label="File"
          value={file}
          onChange={(next) => onState({ ...state, file: next }, 'push')}
          segments={names.map((value) => ({
            value,
            label: value === SERVER ? (remote?.host ?? '') : value,
          }))}
        />
        <SearchField
          label="Search the configuration"
          placeholder="Key or value"
          value={state.search}
          onSearch={(search) => onState({ ...state, search }, 'replace')}
        />
      </div>
      {file === SERVER ? (
        <ServerConfiguration host={remote?.host ?? ''} search={state.search} />
      ) : (
        <Document document={data.documents.find(({ name }) => name === file)} search={state.search} />
      )}
    </>
  );
}

/** What the server says that has the samples. */
function ServerConfiguration(props: { readonly host: string; readonly search: string }): JSX.Element {
  const { data, error, refresh } = useRemote(
    ['server-configuration', props.host],
    (api, signal) => api.own.serverConfiguration(signal),
    { isLive: false },
  );
  if (data === undefined && error !== '') {
    return (
      <ErrorState title={`${props.host} does not tell its configuration`} error={error} onRetry={refresh} />
    );
  }
  if (data === undefined) return <Skeleton label="Asking the server" lines={8} />;
  return <Document document={{ name: 'prometheus.yml', text: data }} search={props.search} />;
}

function Document(props: {
  readonly document: ConfigurationDocument | undefined;
  readonly search: string;
}): JSX.Element | null {
  const { document, search } = props;
  const text = document?.text ?? '';
  const lines = useMemo(() => findLines(text, search), [text, search]);
  if (document === undefined) return null;
  const matches = lines.filter(({ isMatch }) => isMatch).length;
  return (
    <section class="yaml-card" aria-label={document.name}>
      <div class="yaml-head">
        <span class="yaml-count" role="status">
          {search.trim() === '' ? plural(lines.length, 'line') : `${plural(matches, 'line')} found`}
        </span>
        <CopyButton text={text} what={document.name}>
          Copy
        </CopyButton>
        <button
          type="button"
          class="button"
          onClick={() => download(document.name, new Blob([text], { type: 'application/yaml' }))}
        >
          <Icon name="download" /> Download
        </button>
      </div>
      <YamlLines label={`Lines of ${document.name}`} lines={lines} search={search} />
    </section>
  );
}
