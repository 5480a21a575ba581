/** An alert did not do what a test expects; the message says what it did instead. */
export class AlertAssertionError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'AlertAssertionError';
  }
}
