/** The address of the login page that leads back to where somebody is. */
export function loginAddress(pathAndSearch: string): string {
  return `/login?${new URLSearchParams({ next: pathAndSearch }).toString()}`;
}

/** Where the login page leads: to `next` of its address, if that is a page of this station. */
export function safeNext(search: string, origin: string): string {
  const next = new URLSearchParams(search).get('next') ?? '/';
  // Made into an address as a browser does it: `//host` and `/\host` lead elsewhere.
  if (!next.startsWith('/') || !URL.canParse(next, origin)) return '/';
  const address = new URL(next, origin);
  const isHere = address.origin === origin && address.pathname !== '/login';
  return isHere ? address.pathname + address.search : '/';
}
