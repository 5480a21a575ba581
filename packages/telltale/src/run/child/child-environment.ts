/** What {@link childEnvironment} tells a program. */
export interface ChildTelemetry {
  /** Address of the station. */
  readonly address: string;
  readonly service: string;
}

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The environment of a program whose output is sent to a station: OpenTelemetry sends traces and metrics there too,
 * but for its logs, which are taken from the output already. What is set stays.
 */
export function childEnvironment(env: Environment, { address, service }: ChildTelemetry): NodeJS.ProcessEnv {
  const unset = (name: string, value: string) => (isSet(env[name]) ? {} : { [name]: value });
  return {
    ...env,
    ...unset('OTEL_SERVICE_NAME', service),
    ...(!isSet(env['OTEL_EXPORTER_OTLP_ENDPOINT']) && {
      OTEL_EXPORTER_OTLP_ENDPOINT: address,
      ...unset('OTEL_EXPORTER_OTLP_PROTOCOL', 'http/protobuf'),
      ...unset('OTEL_LOGS_EXPORTER', 'none'),
    }),
    // Python would keep its output back: it is no terminal that it writes to.
    ...unset('PYTHONUNBUFFERED', '1'),
  };
}

function isSet(value: string | undefined): boolean {
  return value !== undefined && value !== '';
}
