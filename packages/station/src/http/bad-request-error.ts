/** A parameter is missing or wrong: answered with HTTP 400 and the message. */
export class BadRequestError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'BadRequestError';
  }
}

/** A parameter that cannot be read, in Prometheus' words. */
export function invalidParameter(name: string, reason: string): BadRequestError {
  return new BadRequestError(`invalid parameter ${JSON.stringify(name)}: ${reason}`);
}
