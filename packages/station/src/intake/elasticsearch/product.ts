/** The header that the clients of Elasticsearch want to see before they read an answer. */
export const PRODUCT = { 'x-elastic-product': 'Elasticsearch' } as const;
