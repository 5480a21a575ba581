import type { JSX } from 'preact';
import type { ChosenVariables } from '../../../panels/variables/fill-query.ts';
import type { Draft, DraftPanel } from './draft.ts';
import { EditSlot } from './edit-slot.tsx';
import type { SlotDeeds } from './edit-slot.tsx';

/** All panels in their rows. One grid holds them, so that a panel that changes its row stays the same element. */
export function EditRows(props: {
  readonly draft: Draft;
  readonly chosen: ChosenVariables;
  readonly deeds: SlotDeeds;
  readonly focused: string | undefined;
  readonly onFocused: () => void;
}): JSX.Element {
  const { panels } = props.draft;
  return (
    <div class="panel-grid">
      <h2 class="visually-hidden">Panels</h2>
      {panels.flatMap((item, index) => [
        ...headBefore(item, panels[index - 1]),
        <EditSlot
          key={item.id}
          item={item}
          number={index + 1}
          count={panels.length}
          chosen={props.chosen}
          wantsFocus={props.focused === item.id}
          onFocused={props.onFocused}
          deeds={props.deeds}
        />,
      ])}
    </div>
  );
}

/** The title of a row, above its first panel. */
function headBefore({ id, panel }: DraftPanel, before: DraftPanel | undefined): readonly JSX.Element[] {
  const title = panel.row ?? '';
  if (title === (before?.panel.row ?? '')) return [];
  return [
    <h2 key={`row before ${id}`} class="section-title edit-row">
      {title || 'Without a row'}
    </h2>,
  ];
}
