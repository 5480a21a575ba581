/** What {@link createPush} takes: where metrics are sent by a program that nobody scrapes. */
export interface PushOptions {
  readonly to: 'otlp' | 'pushgateway' | 'remote-write';
  /**
   * Address of the receiver. Of an address without a path the usual one is used: `/v1/metrics` for OTLP,
   * `/api/v1/write` for remote write; of a Pushgateway, leave out `/metrics/job/…`.
   */
  readonly url: string;
  /** Milliseconds from push to push, 15 s by default; 0 pushes only when the program ends. */
  readonly everyMs?: number;
  /** Label `job`, `service.name` in OTLP; the service of the definition by default. */
  readonly job?: string;
  /** Label `instance`, `service.instance.id` in OTLP; host name and process id by default. */
  readonly instance?: string;
  /** Headers of each request, for example `authorization`. They are never shown. */
  readonly headers?: Readonly<Record<string, string>>;
  /** More labels of the group in a Pushgateway, of each series in remote write, of the resource in OTLP. */
  readonly grouping?: Readonly<Record<string, string>>;
  /** For a Pushgateway: PUT (default) replaces all metrics of the group, POST those of the same names. */
  readonly method?: 'PUT' | 'POST';
  /** For OTLP: protobuf by default. */
  readonly encoding?: 'protobuf' | 'json';
  /** For one attempt, in milliseconds; 10 s by default. */
  readonly timeoutMs?: number;
  /** How long the end of the program is held up at most, in milliseconds; 5 s by default. */
  readonly exitTimeoutMs?: number;
  /**
   * Folder for what could not be sent before the program ended; `false` for none. By default a folder of the
   * user in the system's temporary folder: name one that lasts where that does not, as in containers. In one
   * that others may write to, a folder of the user is made.
   */
  readonly spool?: string | false;
}
