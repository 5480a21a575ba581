import type { JSX } from 'preact';
import { useEffect, useId, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import { useCommandRegistry } from '../../navigation/commands.tsx';
import type { Command, CommandProvider } from '../../navigation/commands.tsx';
import { useGo } from '../../navigation/links.ts';
import { Icon } from '../../design/icon.tsx';
import { useBuiltInProviders } from './built-in-providers.ts';
import { flatten, rankGroups } from './rank-groups.ts';
import type { CommandGroup } from './rank-groups.ts';
import { readRecent, rememberCommand } from './recent-commands.ts';

/** Searches all there is: pages, services, dashboards, panels, metrics, alerts, targets and things to do. */
export function Palette({ onClose }: { readonly onClose: () => void }): JSX.Element {
  const dialog = useRef<HTMLDialogElement>(null);
  const listId = useId();
  const [typed, setTyped] = useState('');
  const [selected, setSelected] = useState(0);
  const groups = useFound(typed);
  const go = useGo();
  const flat = flatten(groups);
  const at = Math.min(selected, Math.max(0, flat.length - 1));
  // Before the next key comes: letters that are typed at once are part of the search.
  useLayoutEffect(() => {
    const before = document.activeElement;
    dialog.current?.showModal();
    return () => {
      dialog.current?.close();
      if (before instanceof HTMLElement && before.isConnected) before.focus({ preventScroll: true });
    };
  }, []);
  useEffect(() => {
    document.getElementById(`${listId}-${at}`)?.scrollIntoView({ block: 'nearest' });
  }, [at, listId]);

  const choose = (command: Command | undefined): void => {
    if (command === undefined) return;
    rememberCommand(command.id);
    onClose();
    if (command.href !== undefined) go(command.href);
    command.run?.();
  };
  return (
    <dialog
      ref={dialog}
      class="palette"
      aria-label="Search or jump to"
      onCancel={onClose}
      onClick={(event) => {
        if (event.target === dialog.current) onClose();
      }}
    >
      <div class="palette-box">
        <div class="palette-field">
          <Icon name="search" />
          <input
            class="palette-input"
            role="combobox"
            aria-label="Search or jump to"
            aria-expanded="true"
            aria-controls={listId}
            aria-activedescendant={flat.length > 0 ? `${listId}-${at}` : undefined}
            placeholder="Page, service, dashboard, metric, alert, action"
            autocomplete="off"
            spellcheck={false}
            value={typed}
            onInput={(event) => {
              setTyped(event.currentTarget.value);
              setSelected(0);
            }}
            onKeyDown={(event) => {
              const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
              if (step !== undefined && flat.length > 0) {
                event.preventDefault();
                setSelected((at + step + flat.length) % flat.length);
              }
              if (event.key === 'Enter' && !event.isComposing) {
                event.preventDefault();
                choose(flat[at]);
              }
            }}
          />
        </div>
        <Found id={listId} groups={groups} selected={at} onChoose={choose} onPoint={setSelected} />
        <p class="visually-hidden" role="status">
          {flat.length === 0 ? 'Nothing found' : `${flat.length} found`}
        </p>
      </div>
    </dialog>
  );
}

function Found(props: {
  readonly id: string;
  readonly groups: readonly CommandGroup[];
  readonly selected: number;
  readonly onChoose: (command: Command) => void;
  readonly onPoint: (index: number) => void;
}): JSX.Element {
  let index = 0;
  return (
    <div id={props.id} class="palette-list" role="listbox" aria-label="Found">
      {props.groups.length === 0 && <p class="palette-nothing">Nothing is called like this.</p>}
      {props.groups.map(({ group, commands }) => (
        <div key={group} role="group" aria-label={group}>
          <p class="palette-group" aria-hidden="true">
            {group}
          </p>
          {commands.map((command) => {
            const own = index++;
            return (
              <div
                key={command.id}
                id={`${props.id}-${own}`}
                class="palette-item"
                role="option"
                aria-selected={own === props.selected}
                onPointerMove={() => {
                  if (own !== props.selected) props.onPoint(own);
                }}
                onClick={() => props.onChoose(command)}
              >
                <span class="palette-title">{command.title}</span>
                {command.hint !== undefined && <span class="palette-hint">{command.hint}</span>}
              </div>
            );
          })}
        </div>
      ))}
    </div>
  );
}

/** Groups in the order of their providers, whichever of them answered first. */
function inOrder(
  order: readonly string[],
  found: ReadonlyMap<string, readonly Command[]>,
): ReadonlyMap<string, readonly Command[]> {
  return new Map(order.flatMap((group) => [...found].filter(([one]) => one === group)));
}

/** A kind that cannot be searched now is not found; the others are. */
async function findQuietly(
  find: CommandProvider['find'],
  typed: string,
  signal: AbortSignal,
): Promise<readonly Command[]> {
  try {
    return await find(typed, signal);
  } catch {
    return [];
  }
}

/** What the providers find; each is shown as soon as it answers. */
function useFound(typed: string): readonly CommandGroup[] {
  const registry = useCommandRegistry();
  const builtIn = useBuiltInProviders();
  const [found, setFound] = useState<ReadonlyMap<string, readonly Command[]>>(new Map());
  const recent = useMemo(readRecent, []);
  useEffect(() => {
    const controller = new AbortController();
    const { signal } = controller;
    const byGroup = new Map([...builtIn, ...registry.providers()].map((one) => [one.group, one]));
    const order = [...byGroup.keys()];
    for (const { group, find } of byGroup.values()) {
      void findQuietly(find, typed, signal).then((commands) => {
        if (!signal.aborted) setFound((all) => inOrder(order, new Map(all).set(group, commands)));
        return undefined;
      });
    }
    return () => controller.abort();
  }, [typed, builtIn, registry]);
  return useMemo(() => rankGroups(typed, found, recent), [typed, found, recent]);
}
