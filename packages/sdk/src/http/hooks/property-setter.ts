/**
 * Calls a function whenever a framework sets a property of its request or context objects, by an accessor
 * on their common prototype. The result is called with each such object; only the first one of a prototype
 * does anything. Prototypes of Node.js itself are left alone.
 */
export function onPropertySet<Subject extends object>(
  property: string,
  listener: (subject: Subject) => void,
): (subject: Subject) => void {
  const watched = new WeakSet<object>();
  return (subject) => {
    const prototype: object | null = Object.getPrototypeOf(subject);
    if (prototype === null || watched.has(prototype)) return;
    watched.add(prototype);
    // Classes have a constructor of their own; frameworks derive a plain object for each application.
    if (!Object.hasOwn(prototype, 'constructor')) watchPrototype(prototype, property, listener);
  };
}

function watchPrototype(prototype: object, property: string, listener: (subject: never) => void): void {
  const other = Object.getOwnPropertyDescriptor(prototype, property);
  if (other?.configurable === false) return;
  const key = Symbol(property);
  Object.defineProperty(prototype, property, {
    configurable: true,
    enumerable: true,
    get(this: object): unknown {
      return other?.get ? other.get.call(this) : Reflect.get(this, key);
    },
    set(this: object, value: unknown) {
      if (other?.set) other.set.call(this, value);
      else Reflect.set(this, key, value);
      listener(this as never);
    },
  });
}
