import { parseArgs } from 'node:util';

const USAGE = `Converts an Altium database library to KiCad symbol libraries.

  --library FILE     a .DbLib whose tables are in DATABASE_URL; without it a sample is made
  --out FOLDER       where the .kicad_sym files go (out)
  --port PORT        port of the metrics page (8080)
  --push URL         send the counts: a Pushgateway, …/api/v1/write, or …/v1/metrics (OTLP)
  --stay             go on serving the metrics page when all is done
  --rows COUNT       resistors and capacitors of the sample (2016, which is all)
  --corrupt PERCENT  bad rows of the sample (1)
  --kill-database    cut a connection in the middle of the run
  --slow             20 ms for each component, to watch it`;

/** What the command line says. */
export const options = readOptions();

/** Ends the program with the usage where the arguments cannot be read. */
function readOptions() {
  try {
    const options = parseOptions(process.argv.slice(2));
    if (!options.help) return options;
    console.log(USAGE);
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : String(error)}\n\n${USAGE}`);
    process.exit(2);
  }
  process.exit(0);
}

function parseOptions(args: readonly string[]) {
  const { values } = parseArgs({
    args: [...args],
    options: {
      library: { type: 'string' },
      out: { type: 'string', default: 'out' },
      port: { type: 'string', default: '8080' },
      push: { type: 'string' },
      stay: { type: 'boolean', default: false },
      rows: { type: 'string', default: '2016' },
      corrupt: { type: 'string', default: '1' },
      'kill-database': { type: 'boolean', default: false },
      slow: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  const number = (name: 'port' | 'rows' | 'corrupt', most: number) => {
    const value = Number(values[name]);
    if (value >= 0 && value <= most) return value;
    throw new Error(`--${name} takes a number from 0 to ${most}, not ${values[name]}`);
  };
  return {
    ...values,
    port: number('port', 65_535),
    rows: number('rows', 2016),
    corrupt: number('corrupt', 100),
  };
}
