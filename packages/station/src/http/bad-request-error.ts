/** A parameter is missing or wrong: answered with HTTP 400 and the message. */
export class BadRequestError extends Error {
  /** For routes that have no words of their own for it. */
  readonly statusCode = 400;

  constructor(message: string) {
    super(message);
    this.name = 'BadRequestError';
  }
}

/** A parameter that cannot be read, in Prometheus' words. */
export function invalidParameter(name: string, reason: string): BadRequestError {
  return new BadRequestError(`invalid parameter ${JSON.stringify(name)}: ${reason}`);
}

/** Runs what reads a parameter; what it refuses is told with the name of the parameter. */
export function readingParameter<Value>(name: string, read: () => Value): Value {
  try {
    return read();
  } catch (error) {
    throw error instanceof BadRequestError ? invalidParameter(name, error.message) : error;
  }
}
