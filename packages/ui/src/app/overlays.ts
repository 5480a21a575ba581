/** What opens over every page. */
export type Overlay = 'palette' | 'help';

const OPEN_EVENT = 'telltale:open';

/** Opens something over the page. */
export function openOverlay(overlay: Overlay): void {
  dispatchEvent(new CustomEvent<Overlay>(OPEN_EVENT, { detail: overlay }));
}

/** Calls `listener` when something is to be opened. */
export function onOpenOverlay(listener: (overlay: Overlay) => void): () => void {
  const hear = (event: Event): void => {
    if (event instanceof CustomEvent) listener(event.detail === 'help' ? 'help' : 'palette');
  };
  addEventListener(OPEN_EVENT, hear);
  return () => removeEventListener(OPEN_EVENT, hear);
}
