import type { ComponentChildren, JSX } from 'preact';
import { useId, useLayoutEffect, useRef } from 'preact/hooks';
import { useKeys } from '../navigation/keys.tsx';
import { Icon } from './icon.tsx';

/**
 * A sheet at the right for what belongs to something on the page, which stays in its place and can be used;
 * on a phone it covers the page. Esc closes it, and the focus goes back to where it was. Whether it is open
 * is in the address: see `useDrawer`.
 */
export function Drawer(props: {
  readonly title: string;
  readonly onClose: () => void;
  readonly children: ComponentChildren;
  /** Stands beside the title: links, a menu. */
  readonly actions?: ComponentChildren;
}): JSX.Element {
  const titleId = useId();
  const sheet = useRef<HTMLElement>(null);
  // Before the next key comes: who types at once types into the drawer.
  useLayoutEffect(() => {
    const before = document.activeElement;
    sheet.current?.focus({ preventScroll: true });
    return () => {
      // Whoever went on elsewhere in the page meanwhile stays there.
      const isInside = sheet.current?.contains(document.activeElement) ?? true;
      const isLost = document.activeElement === document.body;
      if ((isInside || isLost) && before instanceof HTMLElement && before.isConnected) {
        before.focus({ preventScroll: true });
      }
    };
  }, []);
  useKeys([{ keys: 'Escape', title: 'Close the drawer', group: 'Drawer', run: props.onClose }], 'drawer');
  return (
    <section
      ref={sheet}
      class="drawer"
      role="dialog"
      aria-labelledby={titleId}
      tabIndex={-1}
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || event.defaultPrevented) return;
        event.preventDefault();
        props.onClose();
      }}
    >
      <header class="drawer-head">
        <h2 id={titleId} class="drawer-title">
          {props.title}
        </h2>
        <div class="drawer-actions">
          {props.actions}
          <button
            type="button"
            class="icon-button"
            aria-label="Close"
            title="Close (Esc)"
            onClick={props.onClose}
          >
            <Icon name="close" />
          </button>
        </div>
      </header>
      <div class="drawer-body">{props.children}</div>
    </section>
  );
}
