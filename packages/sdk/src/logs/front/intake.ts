/** What another logger hands over. */
export interface IntakeRecord {
  readonly message: string;
  readonly fields?: object | undefined;
  readonly error?: unknown;
  /** When it happened; now by default. */
  readonly timeMs?: number | undefined;
  /** Name of the logger, where the other one has names. */
  readonly logger?: string | undefined;
}

/** Takes a record of another logger, at a level of pino's numbers. */
export type Intake = (level: number, record: IntakeRecord) => void;

/** By this, transports find the way into a logger, also into that of another copy of the SDK. */
export const INTAKE = Symbol.for('telltale.log-intake.1');

/** The way into a logger; `undefined` for what is none of ours. */
export function intakeOf(logger: unknown): Intake | undefined {
  const found: unknown = Reflect.get(Object(logger), INTAKE);
  // Only our loggers have something under this symbol; it belongs to the logger that was asked.
  return typeof found === 'function' ? (found.bind(logger) as Intake) : undefined;
}
