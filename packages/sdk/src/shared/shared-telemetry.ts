import type { Empty, FrameworkOptions, OwnMetrics } from '@telltale/definition';
import { defineMonitoring, framework, importFrameworkConfig } from '@telltale/definition';
import { readMetricsEnvironment } from '../http/metrics-environment.ts';
import type { Telemetry } from '../instrument.ts';
import { instrument } from '../instrument.ts';
import { freePortFrom } from '../platform/free-port.ts';
import { programName } from '../platform/program-name.ts';
import type { ServiceConfig } from './service-config.ts';
import { unwrapped } from './service-config.ts';

/** Telemetry that classes share which were given the same configuration. */
export type SharedTelemetry = Telemetry<OwnMetrics<Empty, readonly [], ReturnType<typeof framework>>>;

/** Where a station or a Jaeger of this machine takes spans; the preset has the addresses of a stack. */
const LOCAL_OTLP = 'http://127.0.0.1:4318';
const HOST = '127.0.0.1';
const DEFAULT_METRICS_PORT = 9464;

/** All copies of the SDK in a process share it. */
const SHARED = Symbol.for('telltale.shared-telemetry');

const holder = globalThis as { [SHARED]?: Map<string, SharedTelemetry> };
const shared = (holder[SHARED] ??= new Map<string, SharedTelemetry>());

/**
 * The telemetry of a configuration, made when it is asked for first: of the program whose name is in its
 * `package.json`, with the metrics on a port of their own. What was understood in another way than it was written is
 * told on standard error.
 *
 * @example
 * ```ts
 * import { telemetryOf } from '@telltale/sdk';
 *
 * const t = telemetryOf({ logging: { level: 'ERROR', outputs: ['console'] }, tracing: { enabled: false } });
 * console.log(t === telemetryOf({ logging: { level: 'ERROR', outputs: ['console'] }, tracing: { enabled: false } })); // true
 * await t.shutdown();
 * ```
 */
export function telemetryOf(config: ServiceConfig = {}): SharedTelemetry {
  const key = keyOf(config);
  const known = shared.get(key);
  if (known) return known;
  const made = makeTelemetry(config);
  shared.set(key, made);
  return made;
}

function makeTelemetry(config: ServiceConfig): SharedTelemetry {
  const whole = unwrapped(config);
  const { options, notes } = importFrameworkConfig(whole);
  for (const { path, message } of notes) tell(`${path}: ${message}`);
  const service = process.env['OTEL_SERVICE_NAME'] || (options.job ?? programName(process.cwd()));
  const t = instrument(defineMonitoring({ service, preset: framework(localOptions(options, service)) }));
  t.onDiagnostic(({ kind, message }) => {
    if (kind === 'traces_off' || kind === 'traces_notice') tell(message);
  });
  void serve(t);
  return t;
}

/** Everything is on this machine, unless the configuration says where. */
function localOptions(options: FrameworkOptions, job: string): FrameworkOptions {
  const { traces = {} } = options;
  return { ...options, job, traces: { ...traces, endpoint: traces.endpoint ?? LOCAL_OTLP } };
}

/** Serves the metrics where they are expected, or at the next free port. */
async function serve(t: {
  serve(options: object): Promise<{ readonly url?: string | undefined }>;
}): Promise<void> {
  const { isEnabled, port: wanted = DEFAULT_METRICS_PORT } = readMetricsEnvironment(process.env);
  if (!isEnabled) return;
  const port = wanted === 0 ? 0 : await freePortFrom(wanted, HOST);
  if (port === undefined) return tell(`no port from ${wanted} on is free: the metrics are not served`);
  const { url } = await t.serve({ port, host: HOST });
  if (url !== undefined && port !== DEFAULT_METRICS_PORT) tell(`the metrics are at ${url}`);
}

/** Configurations that say the same are the same. */
function keyOf(config: ServiceConfig): string {
  try {
    return JSON.stringify(config);
  } catch {
    return 'unreadable';
  }
}

function tell(message: string): void {
  process.stderr.write(`telltale: ${message}\n`);
}
