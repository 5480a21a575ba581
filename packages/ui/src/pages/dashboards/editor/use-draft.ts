import type { DashboardContent } from '@telltale/station/contract';
import { useEffect, useMemo, useState } from 'preact/hooks';
import { contentOf, draftOf } from './draft.ts';
import type { Draft } from './draft.ts';
import { keepDraft, readDraft, tabStore } from './kept-draft.ts';

/** A dashboard that is being written. */
export interface Writing {
  readonly draft: Draft;
  /** The revision that it began with. */
  readonly revision: number;
  /** Whether something is not saved. */
  readonly isChanged: boolean;
  readonly change: (next: (draft: Draft) => Draft) => void;
  /** Begins anew with what is saved. */
  readonly startFrom: (revision: number, content: DashboardContent) => void;
  /** Forgets what was not saved. */
  readonly forget: () => void;
}

/** What a draft begins with. */
export interface Beginning {
  readonly revision: number;
  /** What is saved now. */
  readonly saved: DashboardContent;
  readonly content: DashboardContent;
}

/** What is being written, kept in the tab until it is saved; leaving with changes is asked about. */
export function useDraft(slug: string, { revision, saved, content }: Beginning): Writing {
  const store = useMemo(tabStore, []);
  const [state, setState] = useState(
    () => readDraft(store, slug) ?? { draft: draftOf(content), revision, base: saved },
  );
  const isChanged = useMemo(
    () => JSON.stringify(contentOf(state.draft)) !== JSON.stringify(state.base),
    [state.draft, state.base],
  );
  useEffect(() => keepDraft(store, slug, isChanged ? state : undefined), [state, isChanged]);
  useEffect(() => {
    if (!isChanged) return undefined;
    const ask = (event: BeforeUnloadEvent): void => event.preventDefault();
    addEventListener('beforeunload', ask);
    return () => removeEventListener('beforeunload', ask);
  }, [isChanged]);
  return {
    draft: state.draft,
    revision: state.revision,
    isChanged,
    change: (next) => setState((before) => ({ ...before, draft: next(before.draft) })),
    startFrom: (newRevision, base) => setState({ draft: draftOf(base), revision: newRevision, base }),
    forget: () => keepDraft(store, slug, undefined),
  };
}
