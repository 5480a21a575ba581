/** Shorter values are no secrets worth the name, and their letters are in every word. */
const MIN_LENGTH = 4;

/**
 * Takes secrets out of a text that others wrote, such as the answer of a server that repeats what it was
 * sent: as they are, as a URL carries them, and of a URL also its path and its query.
 */
export function redactSecrets(text: string, secrets: readonly string[]): string {
  const parts = new Set(secrets.flatMap(formsOf).filter((form) => form.length >= MIN_LENGTH));
  // Longest first: a part of a secret must not hide the rest of it from the search.
  const ordered = [...parts].sort((a, b) => b.length - a.length);
  return ordered.reduce((redacted, part) => redacted.replaceAll(part, '[redacted]'), text);
}

function formsOf(secret: string): readonly string[] {
  const url = URL.parse(secret);
  if (!url || url.host === '') return encodingsOf(secret);
  const { href, username, password, pathname, search, searchParams } = url;
  const path = pathname.replace(/^\/|\/$/g, '');
  const last = path.slice(path.lastIndexOf('/') + 1);
  // A short last step, as in /webhook, is a word that may stand anywhere.
  const pieces = [path, search.slice(1), ...searchParams.values(), username, password];
  return [href, ...[secret, ...pieces, ...(last.length >= 12 ? [last] : [])].flatMap(encodingsOf)];
}

function encodingsOf(secret: string): readonly string[] {
  const wellFormed = secret.toWellFormed();
  return [
    secret,
    decoded(secret),
    encodeURI(wellFormed),
    encodeURIComponent(wellFormed),
    JSON.stringify(secret).slice(1, -1),
    Buffer.from(secret).toString('base64'),
  ];
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
