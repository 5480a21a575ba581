/** Whether a connection came to the loopback address, which nobody reaches but programs of this machine. */
export function isFromThisMachine(localAddress: string | undefined): boolean {
  const address = (localAddress ?? '').replace(/^::ffff:/, '');
  return address === '::1' || address.startsWith('127.');
}
