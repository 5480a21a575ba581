import './editor.css';
import type { Dashboard, DashboardContent, SavedDashboard } from '@telltale/station/contract';
import type { JSX } from 'preact';
import { useEffect, useMemo, useState } from 'preact/hooks';
import { useStation } from '../../../data/station-context.ts';
import { ErrorState } from '../../../design/error-state.tsx';
import { Skeleton } from '../../../design/skeleton.tsx';
import { useUrlState } from '../../../navigation/url-state.ts';
import { EMPTY_CONTENT } from './draft.ts';
import { EditorView } from './editor-view.tsx';
import { NEW_SLUG, editorCodec } from './editor-state.ts';
import { writtenContent } from './written-content.ts';

/** Writes a new dashboard, or on one that is saved. */
export function EditorPage(props: {
  readonly slug: string;
  readonly dashboards: readonly Dashboard[];
}): JSX.Element {
  const [{ from }] = useUrlState(editorCodec);
  if (props.slug !== NEW_SLUG) return <SavedEditor slug={props.slug} />;
  const copied = props.dashboards.find(({ slug }) => slug === from);
  return <NewEditor key={from} copied={copied} />;
}

function NewEditor({ copied }: { readonly copied: Dashboard | undefined }): JSX.Element {
  const content = useMemo(
    (): DashboardContent =>
      copied === undefined
        ? EMPTY_CONTENT
        : { ...writtenContent(copied), title: `${copied.title} (copy)`.slice(0, 200) },
    [copied?.slug],
  );
  // A copy is something that is not saved; nothing is not.
  return (
    <EditorView
      slug={undefined}
      keptAs={`${NEW_SLUG} ${copied?.slug ?? ''}`}
      revision={0}
      saved={EMPTY_CONTENT}
      content={content}
    />
  );
}

/** Asked for once: what changes meanwhile is told when it is saved. */
function SavedEditor({ slug }: { readonly slug: string }): JSX.Element {
  const { api } = useStation();
  const [saved, setSaved] = useState<SavedDashboard | undefined>(undefined);
  const [error, setError] = useState('');
  const load = (): void => {
    setError('');
    api.dashboards.saved.one(slug).then(setSaved, (reason: unknown) => {
      setError(reason instanceof Error ? reason.message : String(reason));
    });
  };
  useEffect(load, [slug]);
  if (error !== '')
    return <ErrorState title="The dashboard could not be loaded" error={error} onRetry={load} />;
  if (saved === undefined) return <Skeleton label="Loading the dashboard" />;
  const { revision, content } = saved;
  return <EditorView slug={slug} keptAs={slug} revision={revision} saved={content} content={content} />;
}
