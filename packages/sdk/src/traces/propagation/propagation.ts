/** Tells other programs which trace and request the work here belongs to, and takes it from them. */
export interface Propagation {
  /**
   * Adds headers to a request or message that is to be sent: `traceparent` and those of other formats that the
   * definition names, `baggage`, `x-request-id`. The result is what was given.
   */
  inject<Carrier extends object>(carrier: Carrier): Carrier;
  /**
   * Runs a task as part of the trace and request that the headers of a message name. What is no header of ours, or
   * is too long, is not read.
   */
  extract<Result>(carrier: object, task: () => Result): Result;
  /** What was added with {@link Propagation.withBaggage}, here or in a program that called this one. */
  baggage(): Readonly<Record<string, string>>;
  /**
   * Runs a task with something that all programs it calls are told as well, such as the tenant: no secrets, and at
   * most 8 KiB.
   */
  withBaggage<Result>(entries: Readonly<Record<string, string>>, task: () => Result): Result;
}
