import type { FilePosition } from '@telltale/model';

/** Takes what is wrong. */
interface FaultSink {
  add(path: string, message: string, position?: FilePosition): void;
}

/** Where a value stands, and where what is wrong with it is told of. */
interface ShapePlace {
  readonly path: string;
  readonly faults: FaultSink;
  readonly position?: FilePosition | undefined;
}

/** Reports a value that is of another type than a declaration asks for; what is not given is fine. */
export type Shape = (value: unknown, place: ShapePlace) => void;

/** A value that can be read field by field: no list, and nothing with a class of its own. */
export function isMapping(value: unknown): value is Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || prototype === Object.prototype;
}

/** A value for which `isRight` holds; `write` says what to write. */
export function value(isRight: (one: unknown) => boolean, write: string): Shape {
  return (given, { path, faults, position }) => {
    if (given !== undefined && !isRight(given)) faults.add(path, write, position);
  };
}

/** Text. */
export function text(write = 'write text'): Shape {
  return value((one) => typeof one === 'string', write);
}

/** A number. */
export const NUMBER: Shape = value((one) => typeof one === 'number', 'write a number');

/** True or false. */
export const YES_OR_NO: Shape = value((one) => typeof one === 'boolean', 'write true or false');

/** A list of which each item has a shape. */
export function listOf(item: Shape, write: string): Shape {
  return (given, place) => {
    if (!Array.isArray(given)) return value(Array.isArray, write)(given, place);
    for (const [index, one] of given.entries()) {
      const inside = { ...place, path: `${place.path}.${index}` };
      // A missing item is not one that was left out.
      if (one === undefined) place.faults.add(inside.path, write, place.position);
      else item(one, inside);
    }
  };
}

/** A mapping of which each value has a shape. */
export function mappingOf(entry: Shape, write: string): Shape {
  return (given, place) => {
    if (!isMapping(given)) return value(isMapping, write)(given, place);
    for (const [name, one] of Object.entries(given)) {
      const inside = { ...place, path: `${place.path}.${name}` };
      // An entry without a value is not one that was left out.
      if (one === undefined) place.faults.add(inside.path, 'write a value, or leave it out', place.position);
      else entry(one, inside);
    }
  };
}

/** An object of which some fields have a shape; what else it has is none of its business. */
export function fields(shapes: Readonly<Record<string, Shape>>, write: string): Shape {
  return (given, place) => {
    if (!isMapping(given)) return value(isMapping, write)(given, place);
    for (const [name, shape] of Object.entries(shapes)) {
      shape(given[name], { ...place, path: `${place.path}.${name}` });
    }
  };
}
