import type { Dashboard, SavedDashboard } from '@telltale/station/contract';
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { useStation } from '../../../data/station-context.ts';
import { useCopy } from '../../../design/copy-button.tsx';
import { Icon } from '../../../design/icon.tsx';
import { Menu } from '../../../design/popover.tsx';
import type { MenuItem } from '../../../design/popover.tsx';
import { useToast } from '../../../design/toast.tsx';
import { useDrawer } from '../../../navigation/drawer-state.ts';
import { useKeys } from '../../../navigation/keys.tsx';
import { useGo, useHref } from '../../../navigation/links.ts';
import { download, fileName } from '../../../panels/export/download.ts';
import { EDITING, NEW_SLUG, editorCodec } from '../editor/editor-state.ts';
import { writtenContent } from '../editor/written-content.ts';
import { DeleteDialog } from './delete-dialog.tsx';

/** What can be done with the whole dashboard: edit or copy it, share it, take it elsewhere, delete it. */
export function DashboardTools({ dashboard }: { readonly dashboard: Dashboard }): JSX.Element {
  const { slug, origin } = dashboard;
  const hrefOf = useHref();
  const go = useGo();
  const copy = useCopy();
  const isSaved = origin === 'saved';
  const [doomed, setDoomed] = useState<SavedDashboard | undefined>(undefined);
  const exports = useExports(dashboard);
  const startDelete = useFailing(async (api) => setDoomed(await api.dashboards.saved.one(slug)));
  const editHref = isSaved
    ? hrefOf({ page: 'dashboards', slug }, editorCodec, EDITING)
    : hrefOf({ page: 'dashboards', slug: NEW_SLUG }, editorCodec, {
        ...EDITING,
        edit: undefined,
        from: slug,
      });
  const editWords = isSaved ? 'Edit' : 'Save a copy to edit';
  useKeys([{ keys: 'e', title: editWords, group: 'This page', run: () => go(editHref) }]);
  const items: readonly MenuItem[] = [
    { label: 'Copy the link', icon: 'link', onSelect: () => void copy(location.href, 'Link') },
    ...(isSaved
      ? [
          {
            label: 'Save a copy to edit',
            icon: 'copy',
            href: hrefOf({ page: 'dashboards', slug: NEW_SLUG }, editorCodec, {
              ...EDITING,
              edit: undefined,
              from: slug,
            }),
          } as const,
        ]
      : []),
    ...exports,
    ...(isSaved ? [{ label: 'Delete…', icon: 'trash', onSelect: () => void startDelete() } as const] : []),
  ];
  return (
    <>
      <a class="button" href={editHref}>
        <Icon name="edit" />
        {editWords}
      </a>
      <Menu label={<Icon name="more" />} name="More about this dashboard" items={items} />
      {doomed !== undefined && <DeleteDialog saved={doomed} onClose={() => setDoomed(undefined)} />}
    </>
  );
}

/** The ways out of these pages. */
function useExports(dashboard: Dashboard): readonly MenuItem[] {
  const drawer = useDrawer();
  const { slug, origin, title } = dashboard;
  const content = writtenContent(dashboard);
  const asFile = (text: string, extension: string): void =>
    download(fileName(title, extension), new Blob([text], { type: 'application/json' }));
  const grafana = useFailing(async (api) => {
    asFile((await api.dashboards.saved.grafana(content)).json, 'grafana.json');
  });
  const toGrafana: MenuItem =
    origin === 'definition'
      ? // As the definition's own export has it, under the same identity.
        {
          label: 'Export to Grafana (JSON)',
          icon: 'download',
          href: `/api/telltale/dashboards/${encodeURIComponent(slug)}/grafana`,
          isFile: true,
        }
      : { label: 'Export to Grafana (JSON)', icon: 'download', onSelect: () => void grafana() };
  return [
    { label: 'Export as TypeScript', icon: 'code', onSelect: () => drawer.show('code', 'dashboard') },
    toGrafana,
    {
      label: 'Export as JSON of Telltale',
      icon: 'download',
      onSelect: () => asFile(`${JSON.stringify(content, undefined, 2)}\n`, 'json'),
    },
  ];
}

/** Asks the station for something; what fails is said. */
function useFailing(run: (api: ReturnType<typeof useStation>['api']) => Promise<void>): () => Promise<void> {
  const { api } = useStation();
  const toast = useToast();
  return async () => {
    try {
      await run(api);
    } catch (error) {
      toast({ text: error instanceof Error ? error.message : String(error), tone: 'failed' });
    }
  };
}
