import { parseArgs } from 'node:util';

const USAGE = `Converts an Altium database library to KiCad symbol libraries.

  --library FILE     a .DbLib whose tables are in DATABASE_URL; without it a sample is made
  --out FOLDER       where the .kicad_sym files go (out)
  --port PORT        port of the metrics page (8080)
  --stay             go on serving the metrics page when all is done
  --rows COUNT       resistors and capacitors of the sample (2016, which is all)
  --corrupt PERCENT  bad rows of the sample (1)
  --kill-database    cut a connection in the middle of the run
  --slow             20 ms for each component, to watch it`;

/** What the command line says. */
export type Options = ReturnType<typeof parseOptions>;

/** Reads the arguments; ends the program with the usage where they cannot be read. */
export function readOptions(): Options {
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
