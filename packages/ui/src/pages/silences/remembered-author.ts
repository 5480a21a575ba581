const KEY = 'telltale.author';

/** Who made the last silence in this browser; empty where nobody did, or nothing may be kept. */
export function readAuthor(): string {
  try {
    return localStorage.getItem(KEY) ?? '';
  } catch {
    return '';
  }
}

/** Remembers who made a silence, where the browser lets it. */
export function rememberAuthor(author: string): void {
  try {
    localStorage.setItem(KEY, author);
  } catch {
    // The next time it is asked again.
  }
}
