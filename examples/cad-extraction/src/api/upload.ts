import { randomUUID } from 'node:crypto';
import type { MultipartFile } from '@fastify/multipart';
import type { FastifyReply, FastifyRequest } from 'fastify';

import { taskTypeOf } from '../parsing/facts.ts';
import { EXTRACTION } from '../queue/queue.ts';
import type { Redis } from '../store/connections.ts';
import type { Tasks } from '../store/tasks.ts';

/** Takes a file, keeps it, and lets it wait until a worker reads it. */
export function createUpload(tasks: Tasks, redis: Redis) {
  return async (request: FastifyRequest, reply: FastifyReply): Promise<unknown> => {
    const file: MultipartFile | undefined = await request.file();
    if (!file) return reply.code(400).send({ error: 'send a file as multipart/form-data' });
    const type = taskTypeOf(file.filename);
    if (!type) return reply.code(415).send({ error: 'files are read that end in .pdf, .dxf, .ifc, .step' });
    const id = randomUUID();
    await tasks.add(id, type, file.filename, await file.toBuffer());
    await EXTRACTION.add(redis, id);
    return reply.code(202).send({ id, url: `/api/v1/tasks/${id}` });
  };
}
