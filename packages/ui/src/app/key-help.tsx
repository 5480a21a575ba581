import type { JSX } from 'preact';
import { Dialog } from '../design/dialog.tsx';
import type { KeyBinding } from '../navigation/key-registry.ts';
import { IS_MAC, useKeyRegistry } from '../navigation/keys.tsx';

/** All keys that are bound on this page. */
export function KeyHelp({ onClose }: { readonly onClose: () => void }): JSX.Element {
  const bindings = useKeyRegistry().list();
  const groups = Map.groupBy(bindings, ({ group }) => group);
  return (
    <Dialog title="Keys of this page" onClose={onClose} size="large">
      <div class="key-help">
        {[...groups].map(([group, all]) => (
          <section key={group}>
            <h3 class="key-group">{group}</h3>
            <dl>
              {all.map((binding) => (
                <div key={binding.keys} class="key-line">
                  <dt>
                    <Keys binding={binding} />
                  </dt>
                  <dd>{binding.title}</dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Dialog>
  );
}

function Keys({ binding }: { readonly binding: KeyBinding }): JSX.Element {
  const parts = binding.keys.split(' ');
  return (
    <>
      {parts.map((part, index) => (
        <kbd key={index}>{nameOfKey(part)}</kbd>
      ))}
    </>
  );
}

function nameOfKey(part: string): string {
  if (part === 'Escape') return 'Esc';
  if (part.startsWith('Mod+')) return (IS_MAC ? '⌘ ' : 'Ctrl ') + part.slice(4).toUpperCase();
  return part;
}
