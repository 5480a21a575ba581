import { createContext } from 'preact';
import type { ComponentChildren, JSX } from 'preact';
import { useContext, useLayoutEffect, useMemo, useRef } from 'preact/hooks';
import { createKeyRegistry } from './key-registry.ts';
import type { KeyBinding, KeyRegistry, KeyScope } from './key-registry.ts';

const KeyContext = createContext<KeyRegistry | undefined>(undefined);

/** Whether the reader sits before a Mac, whose ⌘ is what Ctrl is elsewhere. */
export const IS_MAC: boolean = /Mac|iPhone|iPad/.test(navigator.userAgent);

/** Hands keys that nothing else has taken to what is bound. */
export function KeyProvider({ children }: { readonly children: ComponentChildren }): JSX.Element {
  const registry = useMemo(() => createKeyRegistry({ isMac: IS_MAC, nowMs: () => performance.now() }), []);
  // Laid out, not rested: a key that is pressed as soon as the page is seen is not lost.
  useLayoutEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      // A dialog has its own keys, and what is behind it must not move.
      if (event.defaultPrevented || event.isComposing || document.querySelector('dialog:modal') !== null)
        return;
      const { key, ctrlKey, metaKey, altKey } = event;
      if (registry.press({ key, ctrlKey, metaKey, altKey, isTyping: isTyping(event.target) })) {
        event.preventDefault();
      }
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, [registry]);
  return <KeyContext.Provider value={registry}>{children}</KeyContext.Provider>;
}

/** All keys that are bound. */
export function useKeyRegistry(): KeyRegistry {
  const registry = useContext(KeyContext);
  if (registry === undefined) throw new Error('no keys around this component');
  return registry;
}

/** Binds keys for as long as the component is there; they appear in the help. */
export function useKeys(bindings: readonly KeyBinding[], scope: KeyScope = 'page'): void {
  const registry = useKeyRegistry();
  const newest = useRef(bindings);
  newest.current = bindings;
  const shape = bindings.map(({ keys, title, group }) => `${keys}\n${title}\n${group}`).join('\n\n');
  useLayoutEffect(() => {
    // What is run is that of the newest rendering, without binding anew at each.
    const stable = newest.current.map((binding, index) => ({
      ...binding,
      run: () => newest.current[index]?.run(),
    }));
    return registry.bind(stable, scope);
  }, [registry, shape, scope]);
}

/** Whether what a key went to is written in. */
function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (
    target.isContentEditable ||
    target instanceof HTMLTextAreaElement ||
    target instanceof HTMLSelectElement
  ) {
    return true;
  }
  return (
    target instanceof HTMLInputElement && !['checkbox', 'radio', 'button', 'range'].includes(target.type)
  );
}
