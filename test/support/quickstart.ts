import { freePort } from './free-port.ts';
import type { Program } from './program.ts';
import { runProgram, startProgram, stopProgram } from './program.ts';
import { waitFor } from './wait-for.ts';

/** What a stranger starts first: the station, the shop, its load, and who is notified. */
export interface Quickstart {
  /** Where the station is. */
  readonly url: string;
  readonly shopUrl: string;
  readonly program: Program;
  /** As `npm run break` and `npm run fix` do. */
  turn(fault: 'break' | 'fix'): Promise<void>;
  /** Starts all of it again after a stop, on the same ports and data. */
  start(): Promise<void>;
  stop(): Promise<void>;
}

/** Starts the quickstart on free ports. */
export async function startQuickstart(dataFolder: string): Promise<Quickstart> {
  const [station, shop, sink] = await Promise.all([freePort(), freePort(), freePort()]);
  const env = {
    TELLTALE_PORT: String(station),
    SHOP_PORT: String(shop),
    SINK_PORT: String(sink),
    TELLTALE_DATA: dataFolder,
  };
  const url = `http://127.0.0.1:${station}`;
  let program: Program;
  const start = async () => {
    program = startProgram('node', ['scripts/start.mjs'], { env });
    const isThere = () => program.output().includes(url);
    await waitFor('the status of the demo', isThere, 80_000).catch(async (error: unknown) => {
      await stopProgram(program);
      throw error;
    });
  };
  await start();
  return {
    url,
    shopUrl: `http://127.0.0.1:${shop}`,
    get program() {
      return program;
    },
    turn: async (fault) => {
      const { exit, output } = await runProgram('node', ['scripts/shop-fault.mjs', fault], { env });
      if (exit !== 0) throw new Error(`shop-fault.mjs ${fault}: ${output}`);
    },
    start,
    stop: () => stopProgram(program),
  };
}
