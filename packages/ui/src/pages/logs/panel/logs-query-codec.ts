import { textField, urlCodec } from '../../../navigation/url-codec.ts';

/** The part of the address of logs that says what is looked for. */
export const logsQueryCodec = urlCodec<{ readonly query: string }>({ query: textField('q') });
