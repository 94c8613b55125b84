import { join } from 'node:path';

import { z } from 'zod';

import { CertificateAuthority } from '../../../dev/certificates';
import { ChildProgram } from '../../support/child-program';
import type { Delivery, SinkBehaviour, SinkCount, SinkQuestion } from './sink-protocol';

const countSchema = z.object({ distinct: z.number(), total: z.number(), connections: z.number() });
const deliveriesSchema = z.array(z.tuple([z.string(), z.number()]));

/** The mail server at the other end of every contender, as the bench sees it. */
export class Sink {
  readonly host: string = 'localhost';
  /** Every user logs in with it. */
  readonly password: string = 'the password of every organization';
  readonly port: number;
  /** PEM text of who vouches for the sink. */
  readonly authority: string;
  readonly #program: ChildProgram;

  private constructor(program: ChildProgram, authority: string) {
    this.#program = program;
    this.authority = authority;
    this.port = z.number().parse(program.details['port']);
  }

  static async start(directory: string): Promise<Sink> {
    const authority = await CertificateAuthority.create('Bench authority');
    const certified = await authority.issue({ names: ['localhost', '127.0.0.1', '::1'] });
    const file = join(__dirname, 'sink-program.js');
    const program = await ChildProgram.start(file, certified, join(directory, 'sink.log'));
    return new Sink(program, authority.certificate);
  }

  get pid(): number {
    return this.#program.pid;
  }

  async begin(behaviour: SinkBehaviour): Promise<void> {
    await this.#ask({ type: 'begin', behaviour });
  }

  async count(): Promise<SinkCount> {
    return countSchema.parse(await this.#ask({ type: 'count' }));
  }

  async deliveries(): Promise<readonly Delivery[]> {
    return deliveriesSchema.parse(await this.#ask({ type: 'deliveries' }));
  }

  async stop(): Promise<void> {
    await this.#program.kill();
  }

  async #ask(question: SinkQuestion): Promise<unknown> {
    return await this.#program.ask(question);
  }
}
