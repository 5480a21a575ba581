/** How long samples, log records and traces are kept where nothing is said: 15 days. */
export const DEFAULT_RETENTION_MS = 15 * 86_400_000;
