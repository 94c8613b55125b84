import { z } from 'zod';

import type { IncomingFile } from '../route';
import { organizationId, timestamp } from './common';

export const fileMediaType = z
  .string()
  .max(127)
  .regex(/^(?!multipart\/|message\/)[a-z0-9][a-z0-9.+-]*\/[a-z0-9][a-z0-9.+-]*$/i, 'A media type of a single file')
  .meta({ examples: ['application/pdf'] });

const isStream = (content: unknown): boolean =>
  typeof content === 'object' && content !== null && Symbol.asyncIterator in content;

export const incomingFile = z.object({
  contentType: fileMediaType,
  content: z.custom<IncomingFile['content']>(isStream, 'The bytes of a file'),
});

export const storedAttachment = z
  .object({
    id: z.uuid(),
    organizationId,
    contentType: z.string(),
    size: z.int().meta({ description: 'In bytes' }),
    sha256: z.string().meta({ description: 'Of the bytes as they arrived, in hexadecimal' }),
    keptUntil: timestamp.meta({ description: 'Until then a message can name it; naming it prolongs this' }),
  })
  .meta({ id: 'StoredAttachment' });
