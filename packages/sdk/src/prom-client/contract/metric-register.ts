/** What a metric needs of the registries it is made in: ours, or one of another client. */
export interface MetricRegister {
  readonly contentType: string;
  registerMetric(metric: RegistrableMetric): void;
}

/** What a registry needs of a metric: ours, one of another client, or an object that has a `get`. */
export interface RegistrableMetric {
  readonly name?: string;
  readonly type?: unknown;
  get(): unknown;
}
