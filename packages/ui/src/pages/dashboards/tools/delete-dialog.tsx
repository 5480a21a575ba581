import type { SavedDashboard } from '@telltale/station/contract';
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { useStation } from '../../../data/station-context.ts';
import { Confirm } from '../../../design/dialog.tsx';
import { useToast } from '../../../design/toast.tsx';
import { useGo, useHref } from '../../../navigation/links.ts';

/** Asks before a saved dashboard is deleted for everybody. */
export function DeleteDialog(props: {
  readonly saved: SavedDashboard;
  readonly onClose: () => void;
}): JSX.Element {
  const { saved } = props;
  const { api } = useStation();
  const toast = useToast();
  const go = useGo();
  const hrefOf = useHref();
  const [isBusy, setBusy] = useState(false);
  const run = async (): Promise<void> => {
    setBusy(true);
    try {
      await api.dashboards.saved.delete(saved.slug, saved.revision);
      toast(`${saved.content.title} was deleted`);
      go(hrefOf({ page: 'dashboards', slug: undefined }));
    } catch (error) {
      toast({ text: error instanceof Error ? error.message : String(error), tone: 'failed' });
      props.onClose();
    }
  };
  return (
    <Confirm
      title={`Delete ${saved.content.title}?`}
      doWords="Delete the dashboard"
      isDangerous
      isBusy={isBusy}
      onConfirm={() => void run()}
      onCancel={props.onClose}
    >
      <p>It is deleted for everybody who uses this station. Export it first to keep it elsewhere.</p>
    </Confirm>
  );
}
