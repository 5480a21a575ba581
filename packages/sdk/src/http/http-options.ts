/** What is said of HTTP servers when a definition is instrumented. */
export interface HttpOptions {
  /**
   * Paths at which hooks answer with the metrics page; `/metrics` by default, `false` for none. The
   * environment variable `METRICS_ENDPOINT` wins. Requests for them are not recorded.
   */
  readonly metricsPath?: string | readonly string[] | false;
  /** Paths whose requests are not recorded, such as `/health`; `*` stands for any characters. */
  readonly ignore?: readonly string[];
  /**
   * Whether each request has an id: the one of its header `x-request-id` where that is one, otherwise a new one. It is
   * told back, to log records, and to what is called. By default yes where the definition has logs or traces.
   */
  readonly requestIds?: boolean;
}

const DEFAULT_METRICS_PATHS = ['/metrics'];

/** The paths of the metrics page. */
export function metricsPathsOf({ metricsPath }: HttpOptions): readonly string[] {
  if (metricsPath === false) return [];
  if (metricsPath === undefined) return DEFAULT_METRICS_PATHS;
  return typeof metricsPath === 'string' ? [metricsPath] : metricsPath;
}
