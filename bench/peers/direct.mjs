// The ceiling: nodemailer's pool with nothing in front. What it has taken over is gone when the process ends.
import { serveFront } from './http-front.mjs';
import { createMailer } from './mailer.mjs';
import { runProgram } from './program.mjs';

runProgram(async ({ smtp }) => {
  const send = createMailer(smtp);
  return await serveFront((mail) => {
    send(mail).catch((error) => process.stderr.write(`${error}\n`));
    return Promise.resolve();
  });
});
