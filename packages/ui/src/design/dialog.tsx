import type { ComponentChildren, JSX } from 'preact';
import { useEffect, useId, useRef } from 'preact/hooks';
import { Icon } from './icon.tsx';

/** A window over the page: the browser's own dialog, which keeps the focus inside and gives it back. */
export function Dialog(props: {
  readonly title: string;
  readonly onClose: () => void;
  readonly children: ComponentChildren;
  /** Stands below the content: buttons. */
  readonly footer?: ComponentChildren;
  readonly size?: 'small' | 'medium' | 'large';
}): JSX.Element {
  const dialog = useRef<HTMLDialogElement>(null);
  const titleId = useId();
  useEffect(() => {
    const element = dialog.current;
    const before = document.activeElement;
    element?.showModal();
    return () => {
      element?.close();
      if (before instanceof HTMLElement) before.focus();
    };
  }, []);
  return (
    <dialog
      ref={dialog}
      class={`dialog is-${props.size ?? 'medium'}`}
      aria-labelledby={titleId}
      onCancel={(event) => {
        event.preventDefault();
        props.onClose();
      }}
      onClick={(event) => {
        if (event.target === dialog.current) props.onClose();
      }}
    >
      <div class="dialog-box">
        <header class="dialog-head">
          <h2 id={titleId} class="dialog-title">
            {props.title}
          </h2>
          <button type="button" class="icon-button" aria-label="Close" title="Close" onClick={props.onClose}>
            <Icon name="close" />
          </button>
        </header>
        <div class="dialog-body">{props.children}</div>
        {props.footer !== undefined && <footer class="dialog-foot">{props.footer}</footer>}
      </div>
    </dialog>
  );
}

/** Asks before something that cannot be undone. */
export function Confirm(props: {
  readonly title: string;
  /** What will happen. */
  readonly children: ComponentChildren;
  /** Names the deed: `End the silence`. */
  readonly doWords: string;
  readonly isDangerous?: boolean;
  readonly isBusy?: boolean;
  readonly onConfirm: () => void;
  readonly onCancel: () => void;
}): JSX.Element {
  return (
    <Dialog
      title={props.title}
      size="small"
      onClose={props.onCancel}
      footer={
        <>
          <button type="button" class="button" onClick={props.onCancel}>
            Cancel
          </button>
          <button
            type="button"
            class={props.isDangerous === true ? 'button is-danger' : 'button is-primary'}
            disabled={props.isBusy}
            aria-busy={props.isBusy}
            onClick={props.onConfirm}
          >
            {props.doWords}
          </button>
        </>
      }
    >
      {props.children}
    </Dialog>
  );
}
