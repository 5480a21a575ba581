/** A receiver that fails when it is told to. */
export interface FaultyReceiver<Fault extends string = string> {
  readonly name: string;
  readonly port: number;
  fail(fault: Fault): Promise<void>;
  /** Resolves with the time from which on messages can be delivered again. */
  recover(): Promise<number>;
  close(): Promise<void>;
}
