/** Where generated files go, relative to the folder of the definition. */
export interface ResolvedLayout {
  readonly prometheus: string;
  /** `{group}` stands for the name of a rule group, which has a file of its own then. */
  readonly rules: string;
  readonly alertmanager: string;
  /** Modules of blackbox_exporter. */
  readonly blackbox: string;
  /** A folder, or one `.json` file where there is one dashboard. */
  readonly dashboards: string;
  /** Folder of Grafana's provisioning files. */
  readonly provisioning: string;
  readonly compose: string;
  /** Folder. */
  readonly kubernetes: string;
  readonly collector: string;
  readonly jaeger: string;
  readonly logstash: string;
  readonly filebeat: string;
  /** Configuration of Python's logging. */
  readonly logging: string;
  /** Folder of index templates and lifecycle policies. */
  readonly elasticsearch: string;
  /** Folder of the reverse proxy's files. */
  readonly proxy: string;
  /** Folder of the pages about metrics, alerts and dashboards. */
  readonly docs: string;
  /** Folder of the runbooks. */
  readonly runbooks: string;
  readonly catalog: string;
  /** CI workflow. */
  readonly ci: string;
  /** Rule tests for promtool. */
  readonly ruleTests: string;
  /** Folder of Alertmanager's templates. */
  readonly templates: string;
  /** Prometheus' web configuration. */
  readonly web: string;
}
