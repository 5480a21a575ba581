/** Bounds that keep a check of any folder short. */
export const LIMITS = {
  /** Files looked at; a large monorepo has about as many. */
  files: 50_000,
  /** Files and folders looked at in folders of build results; compilers write any number of them. */
  builtEntries: 20_000,
  /** Folders inside folders. */
  depth: 24,
  /** A larger program that was found, not named, is generated and is skipped. */
  foundFileBytes: 1024 * 1024,
  /** All files of a search together: their texts are kept while the rules run. */
  totalBytes: 512 * 1024 * 1024,
  /** A YAML or JSON file that was found; generators write rule files of several megabytes. */
  foundYamlBytes: 8 * 1024 * 1024,
  /**
   * Lines in front of the parts of one file, counted for each part anew: guides and Kubernetes objects
   * that people write have some thousands.
   */
  linesBeforeParts: 2_000_000,
  /** A file or page that was named. */
  namedFileBytes: 32 * 1024 * 1024,
  /** Answer of a metrics URL. */
  urlTimeoutMs: 10_000,
} as const;

/** A size for people: `1.7 MB`. */
export function formatMegabytes(bytes: number): string {
  return `${(bytes / 1024 / 1024).toFixed(1)} MB`;
}
