import '../editor/editor.css';
import './import.css';
import type { DashboardImportResponse } from '@telltale/station/contract';
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { useRemote } from '../../../data/station-context.ts';
import { ErrorState } from '../../../design/error-state.tsx';
import { PageHead } from '../../../design/page-head.tsx';
import { Skeleton } from '../../../design/skeleton.tsx';
import { useToast } from '../../../design/toast.tsx';
import { useDrawer } from '../../../navigation/drawer-state.ts';
import { useGo, useHref } from '../../../navigation/links.ts';
import { useSave } from '../editor/use-save.ts';
import { PreviewPanel } from '../editor/edit-slot.tsx';
import { Row, rowsOf } from '../dashboard-grid.tsx';
import { DashboardCode } from '../tools/code-drawer.tsx';
import { useVariables } from '../use-variables.ts';
import { DroppedList } from './dropped-list.tsx';

/** Larger files are no dashboards. */
const MAX_FILE = 4 * 1024 * 1024;
const NOT_STATED: ReadonlyMap<string, readonly string[]> = new Map();

/** A dashboard of Grafana becomes one of these pages: what it will be, and what is lost on the way. */
export function ImportPage(): JSX.Element {
  const [text, setText] = useState('');
  const { data, error } = useRemote(
    text.trim() === '' ? undefined : ['dashboard-import', text],
    (api, signal) => api.dashboards.saved.import(text, signal),
    { keepsPrevious: false },
  );
  return (
    <>
      <PageHead title="Import a dashboard" summary="JSON that Grafana exported, or that these pages did" />
      <ImportSource text={text} onText={setText} />
      {text.trim() !== '' && data === undefined && error === '' && <Skeleton label="Reading the dashboard" />}
      {error !== '' && text.trim() !== '' && (
        <ErrorState title="This is no dashboard that can be read" error={error} />
      )}
      {data !== undefined && text.trim() !== '' && <Imported key={text} result={data} />}
    </>
  );
}

/** Where the text comes from: a file that is chosen or dropped, or pasted. */
function ImportSource(props: {
  readonly text: string;
  readonly onText: (text: string) => void;
}): JSX.Element {
  const toast = useToast();
  const [isTarget, setTarget] = useState(false);
  const read = async (file: File | undefined | null): Promise<void> => {
    if (!file) return;
    if (file.size > MAX_FILE) toast({ text: `${file.name} is larger than 4 MB`, tone: 'failed' });
    else props.onText(await file.text());
  };
  return (
    <div
      class={isTarget ? 'import-source is-target' : 'import-source'}
      onDragOver={(event) => {
        event.preventDefault();
        setTarget(true);
      }}
      onDragLeave={() => setTarget(false)}
      onDrop={(event) => {
        event.preventDefault();
        setTarget(false);
        void read(event.dataTransfer?.files.item(0));
      }}
    >
      <label class="field">
        <span class="field-label">Dashboard as JSON: drop a file here, or paste it</span>
        <textarea
          class="input import-text"
          rows={props.text === '' ? 8 : 3}
          spellcheck={false}
          placeholder={'{ "title": "Checkout", "panels": [ … ] }'}
          value={props.text}
          onInput={(event) => props.onText(event.currentTarget.value)}
        />
      </label>
      <label class="import-file">
        <span>Or choose a file</span>
        <input
          type="file"
          accept=".json,application/json"
          onChange={(event) => void read(event.currentTarget.files?.item(0))}
        />
      </label>
    </div>
  );
}

/** What the file became. */
function Imported({ result }: { readonly result: DashboardImportResponse }): JSX.Element {
  const { content, dropped } = result;
  const saving = useSave();
  const drawer = useDrawer();
  const go = useGo();
  const hrefOf = useHref();
  const { chosen } = useVariables(content.variables, NOT_STATED);
  const save = async (): Promise<void> => {
    const saved = await saving.save(undefined, 0, content);
    if (saved !== undefined) go(hrefOf({ page: 'dashboards', slug: saved.slug }));
  };
  return (
    <>
      <section class="import-result" aria-label="What it becomes">
        <h2 class="import-title">{content.title}</h2>
        <p class="import-sum">
          {content.panels.length} {content.panels.length === 1 ? 'panel' : 'panels'},{' '}
          {content.variables.length} {content.variables.length === 1 ? 'variable' : 'variables'}
        </p>
        <div class="page-tools">
          <button type="button" class="button" onClick={() => drawer.show('code', 'dashboard')}>
            As TypeScript
          </button>
          <button
            type="button"
            class="button is-primary"
            disabled={saving.isBusy}
            aria-busy={saving.isBusy}
            onClick={() => void save()}
          >
            Save the dashboard
          </button>
        </div>
      </section>
      {saving.fault !== '' && (
        <p class="edit-fault" role="alert">
          {saving.fault}
        </p>
      )}
      <DroppedList dropped={dropped} />
      {rowsOf(content).map((row) => (
        <Row
          key={row.title}
          row={row}
          isFolded={false}
          onFold={() => undefined}
          render={(id, panel) => <PreviewPanel key={id} panel={panel} chosen={chosen} />}
        />
      ))}
      {drawer.shown?.kind === 'code' && <DashboardCode content={content} onClose={drawer.close} />}
    </>
  );
}
