import type { BounceReader, ReadMail } from '../../activities/ports/bounce-reader';
import { readBounce } from '../../domain/bounces/read-bounce';
import { readMail } from './read-mail';

/** Reads bounces by the MIME reader with its caps and the rules of the domain. */
export class MimeBounceReader implements BounceReader {
  read(raw: Uint8Array): ReadMail {
    const mail = readMail(raw);
    return { reading: readBounce(mail), headers: mail.root.headers };
  }
}
