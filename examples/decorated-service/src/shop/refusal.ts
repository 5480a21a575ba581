/** Why something that was asked for cannot be; not a fault of the service. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly status: 404 | 409;

  constructor(status: 404 | 409, message: string) {
    super(message);
    this.status = status;
  }
}
