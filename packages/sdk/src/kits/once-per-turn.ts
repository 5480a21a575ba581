/**
 * A reading that several metrics share: those read in one turn of the event loop, as in one scrape, get the
 * same.
 */
export function oncePerTurn<Value>(read: () => Value): () => Value {
  let current: { readonly value: Value } | undefined;
  return () => {
    if (current) return current.value;
    current = { value: read() };
    queueMicrotask(() => {
      current = undefined;
    });
    return current.value;
  };
}
