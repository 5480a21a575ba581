import type { JSX } from 'preact';
import { useDrawer } from '../../../navigation/drawer-state.ts';
import { useGo, useHref } from '../../../navigation/links.ts';
import { LineDrawer } from '../line-drawer.tsx';
import { useLineDeeds } from '../use-line-deeds.ts';
import type { Choices } from '../use-logs-state.ts';
import { logsCodec } from '../view-state.ts';
import '../logs.css';

const NOTHING_CHOSEN = logsCodec.parse(new URLSearchParams());
const CLOSED = { isOpen: () => false, toggle: () => undefined };
const NO_COLUMNS: readonly string[] = [];

/** A line beside any page; what filters or gives columns leads to the page of logs. */
export function LineBeside(props: { readonly id: string }): JSX.Element {
  const { close } = useDrawer();
  const go = useGo();
  const hrefOf = useHref();
  const question = { query: '', filter: '' };
  const choices: Choices = {
    state: NOTHING_CHOSEN,
    question,
    ofAllLevels: question,
    change: (part) => go(hrefOf({ page: 'logs' }, logsCodec, { ...NOTHING_CHOSEN, ...part })),
    clear: () => undefined,
  };
  const deeds = useLineDeeds(choices, CLOSED);
  return <LineDrawer key={props.id} id={props.id} columns={NO_COLUMNS} deeds={deeds} onClose={close} />;
}
