import { parseArgs } from 'node:util';

/** What the command line says. */
export type Options = ReturnType<typeof readOptions>;

const USAGE = `Converts an Altium database library to KiCad symbol libraries.

  --library FILE    a .DbLib whose tables are in DATABASE_URL; without it a sample is made
  --out FOLDER      where the .kicad_sym files go (out)
  --port PORT       port of the metrics page (8080)
  --push URL        push the final counts: a Pushgateway, …/api/v1/write, or …/v1/metrics (OTLP)
  --stay            go on serving the metrics page when all is done
  --rows COUNT      size of the sample: resistors and capacitors, at most 2016
  --corrupt PERCENT bad rows in the sample (1)
  --kill-database   cut the connections in the middle of the run
  --slow            20 ms for each component, to watch it`;

/** Reads the arguments; prints them and ends the program where they cannot be read. */
export function readOptions() {
  try {
    const { values } = parseArgs({
      options: {
        library: { type: 'string' },
        out: { type: 'string', default: 'out' },
        port: { type: 'string', default: process.env.PORT ?? '8080' },
        push: { type: 'string', default: process.env.PUSH_URL },
        stay: { type: 'boolean', default: false },
        rows: { type: 'string', default: '2016' },
        corrupt: { type: 'string', default: '1' },
        'kill-database': { type: 'boolean', default: false },
        slow: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    });
    if (!values.help) return values;
    console.log(USAGE);
    return process.exit(0);
  } catch (error) {
    console.error(`${String(error)}\n\n${USAGE}`);
    return process.exit(2);
  }
}
