/** Values of attributes are read and written this deep. */
export const MAX_VALUE_DEPTH = 64;

/** Attributes, values in them, and of spans events and links, of one record. */
export const MAX_VALUES_PER_RECORD = 4096;
