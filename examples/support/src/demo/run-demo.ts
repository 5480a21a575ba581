import { stopRequest } from '../programs/stop-request.ts';
import { startReceivers } from '../watching/receivers.ts';

/** What a demonstration runs with. */
export interface DemoGround {
  /** Is aborted when somebody asks it to stop. */
  readonly asked: AbortSignal;
  /** Environment by which the definition finds its receivers, which say in the terminal what arrives. */
  readonly receivers: Readonly<Record<string, string>>;
}

/** Runs a demonstration of the definition in a file until it ends; what goes wrong is told, as people need it. */
export async function runDemo(config: string, run: (ground: DemoGround) => Promise<void>): Promise<void> {
  const asked = stopRequest();
  try {
    const receivers = await startReceivers(config, ({ receiver, status, alert }) =>
      console.log(`[${receiver}] ${status} ${alert}`),
    );
    try {
      await run({ asked, receivers: receivers.variables });
    } finally {
      await receivers.close();
    }
  } catch (error) {
    if (asked.aborted) return;
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  }
}
