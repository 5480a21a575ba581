import { useMemo } from 'preact/hooks';
import { useGo, useHref } from '../../../navigation/links.ts';
import { contentOf } from './draft.ts';
import type { Writing } from './use-draft.ts';
import type { Saving } from './use-save.ts';

/** The ways out of the editor. */
export interface Finish {
  readonly save: () => Promise<void>;
  readonly saveAsCopy: () => Promise<void>;
  /** Goes on with what somebody else saved; without anything where it was deleted. */
  readonly takeTheirs: () => void;
  /** Back to the dashboard, or to the list. */
  readonly leave: () => void;
}

/** Leaves the editor for what was saved, or for what was there before. */
export function useFinish(slug: string | undefined, writing: Writing, saving: Saving): Finish {
  const go = useGo();
  const hrefOf = useHref();
  const { draft, revision } = writing;
  const show = (next: string | undefined): void => {
    writing.forget();
    go(hrefOf({ page: 'dashboards', slug: next }));
  };
  return useMemo(
    () => ({
      save: async () => {
        const saved = await saving.save(slug, revision, contentOf(draft));
        if (saved !== undefined) show(saved.slug);
      },
      saveAsCopy: async () => {
        const title = `${draft.title} (copy)`.slice(0, 200);
        const saved = await saving.save(undefined, 0, { ...contentOf(draft), title });
        if (saved !== undefined) show(saved.slug);
      },
      takeTheirs: () => {
        const theirs = saving.conflict?.current;
        saving.dismiss();
        if (theirs === undefined) show(undefined);
        else writing.startFrom(theirs.revision, theirs.content);
      },
      leave: () => show(slug),
    }),
    [slug, draft, revision, saving, hrefOf],
  );
}
