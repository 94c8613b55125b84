import { hostKind, isAddressAllowed, isPortAllowed, type EgressPolicy } from '../../domain/egress-policy';
import { endKind } from '../smtp/deadline';
import type { SmtpDialogue } from '../smtp/smtp-dialogue';
import { troubleError } from '../smtp/smtp-trouble-error';
import type { HostResolver } from './host-resolver';

const mostAddresses = 8;

/**
 * Decides which addresses a host may be reached at. Asked again before every new connection, and the connection is made
 * to the very addresses that it returns, so that a name that changes its mind in between gains nothing.
 */
export class EgressGate {
  readonly #policy: EgressPolicy;
  readonly #resolver: HostResolver;

  constructor(policy: EgressPolicy, resolver: HostResolver) {
    this.#policy = policy;
    this.#resolver = resolver;
  }

  /**
   * The addresses to try, IPv4 first (mail servers more often have working reverse names there). One refused address
   * refuses the host. Throws SmtpTroubleError at stage `egress` or `dns`.
   */
  async admit(host: string, port: number, dialogue: SmtpDialogue, signal: AbortSignal): Promise<readonly string[]> {
    dialogue.clock.enter('egress');
    const kind = hostKind(host);
    if (!isPortAllowed(this.#policy, port)) throw troubleError('egress', 'port-refused');
    if (kind.kind === 'malformed') throw troubleError('egress', 'address-refused');
    if (kind.kind === 'address') return this.#checked([kind.address], dialogue, 'egress');
    dialogue.clock.enter('dns');
    return this.#checked(await this.#addressesOf(kind.name, signal), dialogue, 'dns');
  }

  /** `stage` is where a refusal belongs: an address as entered breaks the policy, a name leads to where we do not go. */
  #checked(addresses: readonly string[], dialogue: SmtpDialogue, stage: 'egress' | 'dns'): readonly string[] {
    if (!addresses.every((address) => isAddressAllowed(this.#policy, address))) {
      throw troubleError(stage, 'address-refused');
    }
    dialogue.clock.enter('dns');
    dialogue.clock.pass();
    const sorted = addresses.toSorted((one, other) => Number(one.includes(':')) - Number(other.includes(':')));
    return sorted.slice(0, mostAddresses);
  }

  async #addressesOf(name: string, signal: AbortSignal): Promise<readonly string[]> {
    const resolution = await this.#resolver.resolve(name, signal);
    if (resolution.status === 'not-found') throw troubleError('dns', 'name-not-found');
    if (resolution.status === 'resolved') return [...new Set(resolution.addresses)];
    throw troubleError('dns', signal.aborted ? endKind(signal) : 'name-unresolved');
  }
}
