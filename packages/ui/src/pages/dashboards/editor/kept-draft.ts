import type { DashboardContent } from '@telltale/station/contract';
import type { Draft, DraftPanel } from './draft.ts';

/** A draft that was not saved yet, and what it was made of. */
export interface KeptDraft {
  readonly draft: Draft;
  /** The revision it began with; 0 for a dashboard that was never saved. */
  readonly revision: number;
  /** What it began with: where it is the same again, nothing is unsaved. */
  readonly base: DashboardContent;
}

/** What keeps texts as long as the tab is open. */
export type TextStore = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;

const PREFIX = 'telltale.dashboard.';

/** What was written in this tab and not saved; nothing where that is no draft. */
export function readDraft(store: TextStore | undefined, slug: string): KeptDraft | undefined {
  try {
    const kept: unknown = JSON.parse(store?.getItem(PREFIX + slug) ?? 'null');
    return isKept(kept) ? kept : undefined;
  } catch {
    return undefined;
  }
}

/** Keeps a draft over a reload, where the browser lets it. */
export function keepDraft(store: TextStore | undefined, slug: string, kept: KeptDraft | undefined): void {
  try {
    if (kept === undefined) store?.removeItem(PREFIX + slug);
    else store?.setItem(PREFIX + slug, JSON.stringify(kept));
  } catch {
    // The page warns before it is left.
  }
}

/** Nothing where the browser lets the page keep nothing. */
export function tabStore(): TextStore | undefined {
  try {
    return sessionStorage;
  } catch {
    return undefined;
  }
}

/** Whatever stands there was written by these pages, of another version perhaps. */
function isKept(value: unknown): value is KeptDraft {
  if (typeof value !== 'object' || value === null) return false;
  const { draft, revision, base } = value as Partial<KeptDraft>;
  return (
    typeof revision === 'number' &&
    typeof base === 'object' &&
    typeof draft?.title === 'string' &&
    Array.isArray(draft.variables) &&
    Array.isArray(draft.panels) &&
    draft.panels.every(isPanel)
  );
}

function isPanel(one: unknown): one is DraftPanel {
  const { id, panel } = (one ?? {}) as Partial<DraftPanel>;
  return typeof id === 'string' && typeof panel?.title === 'string' && Array.isArray(panel.queries);
}
