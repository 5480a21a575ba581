export { formatGoSignificant } from './interpreter/go-number-format.ts';
