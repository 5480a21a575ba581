import type { StackSecret } from './stack-secret.ts';

/** The password that the servers of the stack write to Elasticsearch with. */
export const ELASTIC_PASSWORD: StackSecret = {
  name: 'elastic_password',
  purpose: 'the password of the user elastic of Elasticsearch, which logs are written with',
};
