import type { ResolvedLogEvent } from '@telltale/definition';
import { LEVEL_NUMBERS } from '../records/log-entry.ts';
import { readField } from '../records/read-field.ts';

/** What is known of an event when it is logged. */
export interface KnownEvent {
  readonly level: number;
  readonly message: string;
}

/** The events of a definition, and whether what is logged with them is what was declared. */
export class DeclaredEvents {
  readonly #events: ReadonlyMap<string, KnownEvent & Pick<ResolvedLogEvent, 'fields'>>;
  /** Is told, once for each event, what is not as declared: the compiler does not see JavaScript. */
  readonly #tell: (event: string, message: string) => void;

  constructor(
    events: Readonly<Record<string, ResolvedLogEvent>> = {},
    tell: (event: string, message: string) => void,
  ) {
    this.#events = new Map(
      Object.entries(events).map(([name, { level, message = name, fields }]) => [
        name,
        { level: LEVEL_NUMBERS[level], message, fields },
      ]),
    );
    this.#tell = tell;
  }

  /** The event of a name; one that nobody declared is logged all the same. */
  of(name: string, given: object | undefined): KnownEvent {
    const event = this.#events.get(name);
    if (!event) {
      this.#tell(
        name,
        `the event '${name}' is not declared: use undeclaredEvent, or declare it in logs.events`,
      );
      return { level: LEVEL_NUMBERS.info, message: name };
    }
    for (const { name: field, type, isOptional } of event.fields) {
      const value = given && readField(given, field);
      const isRight = value === undefined ? isOptional : typeof value === type;
      if (!isRight)
        this.#tell(
          name,
          `the event '${name}' has the field '${field}' as ${typeof value}: declared is ${type}`,
        );
    }
    return event;
  }
}
