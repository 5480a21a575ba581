/**
 * Recording that was started without the application's doing, and ends when the application instruments
 * itself: otherwise requests would be recorded twice. Known to the whole process, because the package can be
 * loaded as an ES module and as CommonJS.
 */
const AUTOMATIC = Symbol.for('telltale.automatic');

type Holder = Record<symbol, (() => void) | undefined>;

/** Says how automatic recording ends. */
export function offerRecording(stop: () => void): void {
  (globalThis as Holder)[AUTOMATIC] = stop;
}

/** Ends automatic recording, where there is any. */
export function claimRecording(): void {
  const holder = globalThis as Holder;
  const stop = holder[AUTOMATIC];
  holder[AUTOMATIC] = undefined;
  stop?.();
}
