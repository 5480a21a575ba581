import { Option } from 'commander';

/** `--config`: which definition. */
export function configOption(): Option {
  return new Option('-c, --config <file>', 'the definition (default: telltale.config.ts, found upwards)');
}

/** `--env`: which environment of the definition. */
export function environmentOption(): Option {
  return new Option('--env <name>', 'environment of the definition (default: TELLTALE_ENV)');
}

/** `--json`: output for programs. */
export function jsonOption(): Option {
  return new Option('--json', 'machine-readable output');
}

/** `--url` of commands that ask a station. */
export function stationUrlOption(): Option {
  return new Option(
    '-u, --url <url>',
    'address of the station (default: TELLTALE_PORT or 4400 of this machine)',
  );
}

/** `--ca`, `--cert` and `--key` of commands that ask a server. */
export function clientTlsOptions(): readonly Option[] {
  return [
    new Option('--ca <file>', "authority of the server's certificate, in PEM (TELLTALE_CA_FILE)"),
    new Option('--cert <file>', 'certificate to show, in PEM (TELLTALE_CERT_FILE)'),
    new Option('--key <file>', 'its key (TELLTALE_KEY_FILE)'),
  ];
}
