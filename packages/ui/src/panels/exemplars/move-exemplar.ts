/**
 * The measurement that a key leads to: down goes on in time, up goes back, from the one that is pointed at, else from
 * the moment of the crosshair. `stay` for a key that means nothing to it.
 */
export function moveExemplar(
  key: string,
  exemplars: readonly { readonly atMs: number }[],
  from: { readonly index: number | undefined; readonly atMs: number | undefined },
): number | 'stay' {
  const last = exemplars.length - 1;
  if (last < 0 || (key !== 'ArrowDown' && key !== 'ArrowUp')) return 'stay';
  const isOn = key === 'ArrowDown';
  const { index, atMs } = from;
  if (index !== undefined) return Math.min(last, Math.max(0, index + (isOn ? 1 : -1)));
  if (atMs === undefined) return isOn ? 0 : last;
  const found = isOn
    ? exemplars.findIndex((one) => one.atMs >= atMs)
    : exemplars.findLastIndex((one) => one.atMs <= atMs);
  return found < 0 ? (isOn ? last : 0) : found;
}
