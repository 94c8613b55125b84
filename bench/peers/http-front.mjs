// Takes mails over by HTTP, as the service's API does, but without identity, checks and composition.
import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';

/**
 * Answers 202 with the mail's Message-ID once `enqueue` has resolved, 503 where it could not.
 * @param {(mail: any) => Promise<unknown>} enqueue
 */
export async function serveFront(enqueue) {
  const server = createServer((request, response) => void take(request, response));
  const take = async (request, response) => {
    const chunks = [];
    for await (const chunk of request) chunks.push(chunk);
    const mail = { ...JSON.parse(Buffer.concat(chunks).toString()), messageId: `<${randomUUID()}@peer.example>` };
    try {
      await enqueue(mail);
      answer(response, 202, { messageId: mail.messageId });
    } catch (error) {
      answer(response, 503, { message: String(error) });
    }
  };
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { port: server.address().port };
}

function answer(response, status, body) {
  const text = JSON.stringify(body);
  response.writeHead(status, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) });
  response.end(text);
}
