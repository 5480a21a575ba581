/** Bounds that keep a check of any folder short. */
export const LIMITS = {
  /** Files looked at; a large monorepo has about as many. */
  files: 50_000,
  /** Folders inside folders. */
  depth: 24,
  /** A larger file that was found, not named, is generated and is skipped. */
  foundFileBytes: 1024 * 1024,
  /** A file or page that was named. */
  namedFileBytes: 32 * 1024 * 1024,
  /** Answer of a metrics URL. */
  urlTimeoutMs: 10_000,
} as const;
