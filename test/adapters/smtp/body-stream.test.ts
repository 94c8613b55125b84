import { randomBytes } from 'node:crypto';

import fc from 'fast-check';

import { bodySize, bodyStream } from '../../../adapters/smtp/body-stream';

async function* inPieces(bytes: Buffer, lengths: readonly number[]): AsyncGenerator<Uint8Array> {
  let at = 0;
  for (const length of lengths) {
    yield bytes.subarray(at, at + length);
    at += length;
  }
  if (at < bytes.length) yield bytes.subarray(at);
}

async function streamed(mail: Parameters<typeof bodyStream>[0], onEnd = () => undefined as void): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of bodyStream(mail, onEnd)) chunks.push(Buffer.from(chunk as Uint8Array));
  return Buffer.concat(chunks);
}

describe('the stream of a mail', () => {
  it('has stored attachments in their places, in lines of base64, and as long as it was said', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.record({ size: fc.nat(400), lengths: fc.array(fc.nat(130), { maxLength: 5 }) }), { maxLength: 3 }),
        async (files) => {
          const bytes = Buffer.from(`head\r\n${'<>'.repeat(files.length)}tail`);
          const contents = files.map(({ size }) => randomBytes(size));
          const attachments = files.map(({ size, lengths }, index) => ({
            at: 'head\r\n'.length + 2 * index + 1,
            size,
            content: () => inPieces(contents[index] ?? Buffer.alloc(0), lengths),
          }));
          const whole = await streamed({ bytes, attachments });
          const encoded = contents.map((content) => (content.toString('base64').match(/.{1,76}/g) ?? []).join('\r\n'));
          expect(whole.toString('latin1')).toBe(`head\r\n${encoded.map((text) => `<${text}>`).join('')}tail`);
          expect(bodySize({ bytes, attachments })).toBe(whole.length);
        },
      ),
    );
  });

  it.each([-1, 1])('breaks off where an attachment is not whole, before it can be ended', async (difference) => {
    let hasEnded = false;
    const content = () => inPieces(randomBytes(500), []);
    const mail = { bytes: Buffer.from('ab'), attachments: [{ at: 1, size: 500 + difference, content }] };
    await expect(
      streamed(mail, () => {
        hasEnded = true;
      }),
    ).rejects.toMatchObject({ code: 'INTERNAL' });
    expect(hasEnded).toBe(false);
  });
});
