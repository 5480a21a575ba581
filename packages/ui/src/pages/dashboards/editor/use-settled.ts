import { useEffect, useState } from 'preact/hooks';

/** So long nothing is asked while somebody types. */
const PAUSE_MS = 400;

/** The newest value once it has not changed for a while. */
export function useSettled<T>(value: T): T {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(() => value), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [value]);
  return settled;
}
