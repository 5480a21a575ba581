/** An address as it may be shown: user, password and query often are secrets. */
export function shownUrl(text: string): string {
  if (!URL.canParse(text)) return 'an address that is none';
  const { protocol, host, pathname } = new URL(text);
  return `${protocol}//${host}${pathname}`;
}
