import { createContext } from 'preact';
import type { ComponentChildren, JSX } from 'preact';
import { useCallback, useContext, useMemo, useState } from 'preact/hooks';
import { Icon } from './icon.tsx';

/** Something said in passing. */
export interface ToastMessage {
  readonly text: string;
  /** Default: `done`. What failed stays until it is read. */
  readonly tone?: 'done' | 'failed';
  readonly action?: { readonly label: string; readonly run: () => void };
}

interface ShownToast extends ToastMessage {
  readonly id: number;
}

/** Says something in passing. */
export type ShowToast = (message: ToastMessage | string) => void;

const ToastContext = createContext<ShowToast>(() => undefined);
const SHOWN_MS = 6000;
const MAX_SHOWN = 3;
let nextId = 0;

/** Says something in passing: that a silence was made, that a link was copied. */
export function useToast(): ShowToast {
  return useContext(ToastContext);
}

/** The place where it is said; screen readers hear it. */
export function ToastProvider({ children }: { readonly children: ComponentChildren }): JSX.Element {
  const [shown, setShown] = useState<readonly ShownToast[]>([]);
  const remove = useCallback((id: number) => setShown((all) => all.filter((one) => one.id !== id)), []);
  const show = useMemo(
    (): ShowToast => (message) => {
      const toast = { ...(typeof message === 'string' ? { text: message } : message), id: nextId++ };
      setShown((all) => [...all, toast].slice(-MAX_SHOWN));
      if (toast.tone !== 'failed') setTimeout(() => remove(toast.id), SHOWN_MS);
    },
    [remove],
  );
  return (
    <ToastContext.Provider value={show}>
      {children}
      <div class="toasts" role="status" aria-live="polite">
        {shown.map((toast) => (
          <Toast key={toast.id} toast={toast} onClose={() => remove(toast.id)} />
        ))}
      </div>
    </ToastContext.Provider>
  );
}

function Toast({
  toast,
  onClose,
}: {
  readonly toast: ShownToast;
  readonly onClose: () => void;
}): JSX.Element {
  const { text, tone = 'done', action } = toast;
  return (
    <div class={`toast is-${tone}`}>
      <Icon name={tone === 'done' ? 'check' : 'firing'} />
      <span class="toast-text">{text}</span>
      {action !== undefined && (
        <button
          type="button"
          class="text-button"
          onClick={() => {
            onClose();
            action.run();
          }}
        >
          {action.label}
        </button>
      )}
      <button type="button" class="icon-button" aria-label="Close the message" onClick={onClose}>
        <Icon name="close" />
      </button>
    </div>
  );
}
