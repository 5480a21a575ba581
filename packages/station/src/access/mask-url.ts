/** A text as it may be shown, with the addresses that may be in it: `--dsn=postgres://user:password@host`. */
export function maskUrlsIn(text: string): string {
  return maskUrl(text).replaceAll(/(:\/\/[^\s/?#:@]*:)[^\s/?#@]+@/g, '$1xxxxx@');
}

/** A URL as it may be shown: without the password it may have. What is no URL comes back as it is. */
export function maskUrl(text: string): string {
  const url = URL.parse(text);
  if (!url || url.password === '') return text;
  url.password = 'xxxxx';
  return url.href;
}
