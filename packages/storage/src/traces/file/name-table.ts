import type { SqlDriver } from '../../sql/sql-driver.ts';

/** Stands for the names that came when there were too many already. */
export const OTHER_NAME = '(other)';
/** Names of spans with ids in them have no end: beyond it, all further ones of a file count together. */
const MAX_SERVICES = 2000;
const MAX_OPERATIONS = 20_000;
/** Longer names count by their beginning. */
const MAX_NAME_LENGTH = 512;

/** An operation of a service. */
export interface OperationName {
  readonly service: string;
  readonly operation: string;
}

/** Keeps new names; returns their ids. */
export interface NameInsert {
  service(name: string): number;
  operation(serviceId: number, name: string): number;
}

interface Service {
  readonly id: number;
  readonly operations: Map<string, number>;
}

/** The services and operations of a file, by which its other tables name them. */
export class NameTable {
  readonly #services = new Map<string, Service>();
  readonly #serviceNames = new Map<number, string>();
  readonly #operations = new Map<number, OperationName>();

  constructor(database: SqlDriver) {
    for (const [id, name] of database.prepare('SELECT id, name FROM service').all()) {
      this.#addService(Number(id), String(name));
    }
    for (const [id, service, name] of database.prepare('SELECT id, service, name FROM operation').all()) {
      this.#addOperation(Number(id), this.serviceName(Number(service)), String(name));
    }
  }

  serviceName(id: number): string {
    return this.#serviceNames.get(id) ?? OTHER_NAME;
  }

  operationName(id: number): OperationName {
    return this.#operations.get(id) ?? { service: OTHER_NAME, operation: OTHER_NAME };
  }

  /** The operations that spans of a service and of a name can be under; those of all where none is given. */
  operationsFor(service: string | undefined, operation: string | undefined): number[] {
    const services = service === undefined ? [...this.#services.values()] : this.#serviceFor(service);
    return services.flatMap(({ operations }) => {
      if (operation === undefined) return [...operations.values()];
      const id = operations.get(shortName(operation)) ?? operations.get(OTHER_NAME);
      return id === undefined ? [] : [id];
    });
  }

  /** The id of a service, which `insert` keeps if it is new. */
  serviceId(name: string, insert: NameInsert): number {
    const known = this.#services.get(shortName(name));
    if (known !== undefined) return known.id;
    const short = this.#services.size < MAX_SERVICES ? shortName(name) : OTHER_NAME;
    return (this.#services.get(short) ?? this.#addService(insert.service(short), short)).id;
  }

  /** The id of an operation, which `insert` keeps if it is new. */
  operationId(service: string, name: string, insert: NameInsert): number {
    const known = this.#services.get(shortName(service))?.operations.get(shortName(name));
    if (known !== undefined) return known;
    const serviceId = this.serviceId(service, insert);
    const serviceName = this.serviceName(serviceId);
    const short = this.#operations.size < MAX_OPERATIONS ? shortName(name) : OTHER_NAME;
    return (
      this.#services.get(serviceName)?.operations.get(short) ??
      this.#addOperation(insert.operation(serviceId, short), serviceName, short)
    );
  }

  /** Spans of a service that came too late to be known are under the other ones. */
  #serviceFor(service: string): Service[] {
    const found = this.#services.get(shortName(service)) ?? this.#services.get(OTHER_NAME);
    return found === undefined ? [] : [found];
  }

  #addService(id: number, name: string): Service {
    const service = { id, operations: new Map<string, number>() };
    this.#services.set(name, service);
    this.#serviceNames.set(id, name);
    return service;
  }

  #addOperation(id: number, service: string, operation: string): number {
    this.#services.get(service)?.operations.set(operation, id);
    this.#operations.set(id, { service, operation });
    return id;
  }
}

function shortName(name: string): string {
  return name.length > MAX_NAME_LENGTH ? name.slice(0, MAX_NAME_LENGTH) : name;
}
