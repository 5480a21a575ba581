const STORAGE_KEY = 'telltale.recent';
const MAX_KEPT = 20;

/** Ids of the commands that were used lately in this browser, the newest first. */
export function readRecent(): readonly string[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(STORAGE_KEY) ?? '[]');
    return Array.isArray(kept) ? kept.filter((id) => typeof id === 'string').slice(0, MAX_KEPT) : [];
  } catch {
    return [];
  }
}

/** Remembers that a command was used, where the browser lets pages remember anything. */
export function rememberCommand(id: string): void {
  const kept = [id, ...readRecent().filter((one) => one !== id)].slice(0, MAX_KEPT);
  try {
    localStorage.setItem(STORAGE_KEY, JSON.stringify(kept));
  } catch {
    // Next time everything is found as before.
  }
}
