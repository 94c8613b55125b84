import type { RefusalRule } from './refusal-rule';

/** Words that one operator uses with a meaning of its own. */
export interface HostRules {
  readonly operator: string;
  /** Ends of host names: of the remote server, or of the recipient's domain. */
  readonly hosts: readonly string[];
  /** Phrases in the text that show the operator where the host name does not. */
  readonly marks?: readonly string[];
  readonly rules: readonly RefusalRule[];
}
