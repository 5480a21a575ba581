/** An alert that is posted at a moment of a scenario. */
export interface PostedAlert {
  readonly name: string;
  /** Beside `alertname` and `scenario`. */
  readonly labels?: Readonly<Record<string, string>>;
  /** `firing` for ten minutes, `resolved` now, or `open`: no end is named. */
  readonly as: 'firing' | 'resolved' | 'open';
  readonly annotations?: Readonly<Record<string, string>>;
}

/** What happens at a moment of a scenario. */
export interface Step {
  /** Since the start of the scenario; far from the moments at which groups are flushed. */
  readonly atMs: number;
  readonly post?: readonly PostedAlert[];
  /** Silences an alert of the scenario for so long. */
  readonly silence?: { readonly alert: string; readonly forMs: number };
  /** Ends all silences of the scenario. */
  readonly expireSilences?: true;
}

/** Alerts and silences over time, and the routes they go through. */
export interface Scenario {
  /** Value of the label `scenario` of its alerts. */
  readonly name: string;
  /**
   * Routes below one that takes the scenario's alerts, each as YAML in braces, with `receiver: NAME` of
   * {@link receivers}.
   */
  readonly routes: readonly string[];
  readonly receivers: readonly { readonly name: string; readonly sendResolved: boolean }[];
  /** Inhibitions as YAML in braces. */
  readonly inhibitions?: readonly string[];
  readonly steps: readonly Step[];
}

/** The `alertmanager.yml` of all scenarios; each receiver posts to its name at the sink. */
export function configurationOf(scenarios: readonly Scenario[], sinkUrl: string): string {
  const routes = scenarios.flatMap(({ name, routes: below }) => [
    `    - matchers: ['scenario="${name}"']`,
    '      routes:',
    ...below.map((route) => `        - ${route}`),
  ]);
  const receivers = scenarios.flatMap(({ receivers: told }) =>
    told.map(({ name, sendResolved }) => {
      const webhook = `{url: '${sinkUrl}/${name}', send_resolved: ${sendResolved}}`;
      return `  - {name: ${name}, webhook_configs: [${webhook}]}`;
    }),
  );
  const inhibitions = scenarios.flatMap(({ inhibitions: rules = [] }) => rules.map((rule) => `  - ${rule}`));
  return [
    'global: {resolve_timeout: 5s}',
    'route:',
    '  receiver: nobody',
    '  routes:',
    ...routes,
    'inhibit_rules:',
    ...inhibitions,
    'time_intervals:',
    "  - {name: always, time_intervals: [{times: [{start_time: '00:00', end_time: '24:00'}]}]}",
    "  - {name: long-ago, time_intervals: [{years: ['2001']}]}",
    'receivers:',
    '  - {name: nobody}',
    ...receivers,
    '',
  ].join('\n');
}
