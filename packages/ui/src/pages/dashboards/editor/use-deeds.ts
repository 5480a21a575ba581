import { useMemo, useRef, useState } from 'preact/hooks';
import { useToast } from '../../../design/toast.tsx';
import { MOST, duplicated, movedBy, movedTo, placeOf, removed, resized, restored, sizeOf } from './draft.ts';
import type { Draft } from './draft.ts';
import type { SlotDeeds } from './edit-slot.tsx';
import type { Writing } from './use-draft.ts';

/** What is done with panels; each is told in words to who does not see it. */
export function useDeeds(
  writing: Writing,
  show: (kind: string, id: string) => void,
  say: (words: string) => void,
): { readonly deeds: SlotDeeds; readonly focused: string | undefined; readonly clearFocus: () => void } {
  const toast = useToast();
  const [focused, focus] = useState<string | undefined>(undefined);
  const newest = useRef({ writing, show });
  newest.current = { writing, show };
  const deeds = useMemo((): SlotDeeds => {
    const now = (): Draft => newest.current.writing.draft;
    const apply = (next: Draft): void => newest.current.writing.change(() => next);
    const titleOf = (id: string): string => now().panels[placeOf(now(), id)]?.panel.title ?? '';
    const place = (next: Draft, id: string): void => {
      const at = placeOf(next, id);
      const row = next.panels[at]?.panel.row;
      say(`${titleOf(id)}: place ${at + 1} of ${next.panels.length}${row === undefined ? '' : ` in ${row}`}`);
      apply(next);
      focus(id);
    };
    return {
      edit: (id) => newest.current.show('form', id),
      move: (id, by) => place(movedBy(now(), id, by), id),
      drop: (dragged, onto) => {
        const to = placeOf(now(), onto);
        if (dragged === onto || to < 0 || placeOf(now(), dragged) < 0) return;
        place(movedTo(now(), dragged, to), dragged);
      },
      resize: (id, wider, higher) => {
        const next = resized(now(), id, wider, higher);
        const [width, height] = sizeOf(next.panels[placeOf(next, id)].panel);
        say(`${titleOf(id)}: ${width} of ${MOST} wide, ${height} ${height === 1 ? 'row' : 'rows'} high`);
        apply(next);
      },
      duplicate: (id) => {
        say(`${titleOf(id)} was duplicated`);
        apply(duplicated(now(), id));
      },
      remove: (id) => {
        const at = placeOf(now(), id);
        const panel = now().panels[at];
        apply(removed(now(), id));
        focus(now().panels[at + 1]?.id ?? now().panels[at - 1]?.id);
        toast({
          text: `${panel.panel.title || 'The panel'} was removed`,
          action: { label: 'Undo', run: () => apply(restored(now(), panel, at)) },
        });
      },
    };
  }, [toast, say]);
  return { deeds, focused, clearFocus: () => focus(undefined) };
}
