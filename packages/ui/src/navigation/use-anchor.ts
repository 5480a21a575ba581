import { useEffect } from 'preact/hooks';

/** Brings what the address names behind its `#` into view when a page is opened: it was not there before. */
export function useAnchor(): void {
  useEffect(() => {
    const id = location.hash.slice(1);
    if (id === '') return;
    document.getElementById(decodeURIComponent(id))?.scrollIntoView({ block: 'center' });
  }, []);
}
