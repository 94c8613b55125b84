import { readMail } from '../adapters/mime/read-mail';
import { readBounce } from '../domain/bounces/read-bounce';
import { readFileSync } from 'node:fs';
const r = readBounce(readMail(readFileSync(process.argv[2] ?? '')));
process.stdout.write(JSON.stringify(r, null, 1));
