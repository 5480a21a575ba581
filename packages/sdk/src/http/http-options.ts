/** What is said of HTTP servers when a definition is instrumented. */
export interface HttpOptions {
  /**
   * Paths at which hooks answer with the metrics page; `/metrics` by default, `false` for none. The
   * environment variable `METRICS_ENDPOINT` wins. Requests for them are not recorded.
   */
  readonly metricsPath?: string | readonly string[] | false;
  /** Paths whose requests are not recorded, such as `/health`; `*` stands for any characters. */
  readonly ignore?: readonly string[];
}

const DEFAULT_METRICS_PATHS = ['/metrics'];

/** The paths of the metrics page. */
export function metricsPathsOf({ metricsPath }: HttpOptions): readonly string[] {
  if (metricsPath === false) return [];
  if (metricsPath === undefined) return DEFAULT_METRICS_PATHS;
  return typeof metricsPath === 'string' ? [metricsPath] : metricsPath;
}
