/** Host ports of the generated stack. */
export interface StackPorts {
  readonly prometheus: number;
  readonly alertmanager: number;
  readonly grafana: number;
  readonly pushgateway: number;
  readonly cadvisor: number;
  readonly node: number;
  readonly elasticsearch: number;
  /** Intake of Beats. */
  readonly logstash: number;
  readonly kibana: number;
  readonly jaeger: number;
  /** OTLP over gRPC. */
  readonly collector: number;
  /** OTLP over HTTP. */
  readonly collectorHttp: number;
  readonly mimir: number;
  readonly proxy: number;
}

/** What a container may use. */
export interface ResolvedLimits {
  readonly memoryBytes: number;
  readonly cpus: number;
}

/** The service's own program in the generated stack. */
export interface StackApp {
  /** Image with tag; built where absent. */
  readonly image?: string;
  /** Folder of the Dockerfile. */
  readonly build?: string;
  readonly port?: number;
  /** Whether the program answers the paths of the section `health`. */
  readonly probes?: boolean;
}

/** The generated stack: ports, volumes, retention and limits. */
export interface ResolvedStack {
  readonly ports: StackPorts;
  /** Volume name by component. */
  readonly volumes: Readonly<Record<string, string>>;
  readonly retentionMs: number;
  readonly retentionBytes?: number;
  /** Limits by component. */
  readonly limits: Readonly<Record<string, ResolvedLimits>>;
  readonly externalLabels: Readonly<Record<string, string>>;
  readonly app?: StackApp;
}
